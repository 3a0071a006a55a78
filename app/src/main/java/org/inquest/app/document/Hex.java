package org.inquest.app.document;

/// Addresses as text. Not `String.format`: its first use costs 20 ms of a cold JVM.
public final class Hex {
  private Hex() {}

  /// 16 lower-case hexadecimal digits, as crash prints addresses.
  public static String digits16(long value) {
    char[] out = new char[16];
    for (int i = 15; i >= 0; i--) {
      out[i] = Character.forDigit((int) (value & 15), 16);
      value >>>= 4;
    }
    return new String(out);
  }

  /// With `0x` and without leading zeros.
  public static String prefixed(long value) {
    return "0x".concat(Long.toHexString(value));
  }
}
