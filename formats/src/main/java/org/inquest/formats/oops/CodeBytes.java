package org.inquest.formats.oops;

import java.util.Arrays;
import java.util.Optional;

/// The bytes of a `Code:` line.
///
/// @param bytes as printed
/// @param mark index of the byte at the program counter
public record CodeBytes(byte[] bytes, int mark) {
  private static final int MAX_BYTES = 8192;

  static Optional<CodeBytes> parse(String text) {
    byte[] bytes = new byte[Math.min(text.length() / 2 + 1, MAX_BYTES)];
    int count = 0;
    int mark = -1;
    int at = 0;
    while (at < text.length() && count < bytes.length) {
      char c = text.charAt(at);
      if (c == ' ' || c == '>') {
        at++;
      } else if (c == '<') {
        mark = count;
        at++;
      } else {
        int high = Character.digit(c, 16);
        int low = at + 1 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
        if (high < 0 || low < 0) {
          break;
        }
        bytes[count++] = (byte) (high << 4 | low);
        at += 2;
      }
    }
    return mark < 0 || mark >= count
        ? Optional.empty()
        : Optional.of(new CodeBytes(Arrays.copyOf(bytes, count), mark));
  }

  /// Whether a byte and its neighbours up to `reach` on both sides all have one value, as far as
  /// printed; at least two of them are needed.
  public boolean runOf(int value, int reach) {
    int from = Math.max(0, mark - reach);
    int to = Math.min(bytes.length, mark + reach + 1);
    for (int i = from; i < to; i++) {
      if ((bytes[i] & 0xff) != value) {
        return false;
      }
    }
    return to - from > 1;
  }
}
