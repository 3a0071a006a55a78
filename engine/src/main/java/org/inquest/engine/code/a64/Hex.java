package org.inquest.engine.code.a64;

/// Hexadecimal digits without an intermediate string.
final class Hex {
  private Hex() {}

  static void append(long value, StringBuilder to) {
    int digits = Math.max(1, (67 - Long.numberOfLeadingZeros(value)) / 4);
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
      int digit = (int) (value >>> shift) & 15;
      to.append((char) (digit < 10 ? '0' + digit : 'a' - 10 + digit));
    }
  }
}
