package org.inquest.engine.code.x86;

/// Writes numbers as printers do, without allocating.
final class Hex {
  private static final char[] DIGITS = "0123456789abcdef".toCharArray();

  private Hex() {}

  /// Unsigned, without leading zeros.
  static void digits(long value, StringBuilder to) {
    int shift = (Math.max(63 - Long.numberOfLeadingZeros(value), 0) >> 2) << 2;
    for (; shift >= 0; shift -= 4) {
      to.append(DIGITS[(int) (value >>> shift) & 15]);
    }
  }

  /// `0x` and the digits.
  static void unsigned(long value, StringBuilder to) {
    to.append("0x");
    digits(value, to);
  }

  /// The low bytes of a number.
  static void ofSize(long value, int size, StringBuilder to) {
    unsigned(size >= 8 ? value : value & (1L << size * 8) - 1, to);
  }
}
