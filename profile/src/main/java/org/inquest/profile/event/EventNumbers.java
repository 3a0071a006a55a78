package org.inquest.profile.event;

import org.inquest.formats.fault.UsageError;

/// Numbers in events: decimal, or hexadecimal after `0x`, up to 64 bits.
final class EventNumbers {
  private EventNumbers() {}

  static long parse(String what, String text) {
    try {
      return text.startsWith("0x") || text.startsWith("0X")
          ? Long.parseUnsignedLong(text.substring(2), 16)
          : Long.parseUnsignedLong(text);
    } catch (NumberFormatException e) {
      throw new UsageError(what + " is a number like 5 or 0x3c, not " + text);
    }
  }
}
