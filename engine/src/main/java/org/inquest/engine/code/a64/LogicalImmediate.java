package org.inquest.engine.code.a64;

/// The immediates of logical instructions: a run of ones, rotated within an element of 2 to 64 bits
/// that is repeated. Arm ARM, `DecodeBitMasks()`.
final class LogicalImmediate {
  private static final Bits N = Bits.range(22, 22);
  private static final Bits IMMR = Bits.range(21, 16);
  private static final Bits IMMS = Bits.range(15, 10);

  private LogicalImmediate() {}

  static boolean isValid(int word) {
    int n = N.in(word);
    if (word >= 0 && n != 0) {
      return false;
    }
    return isRun(n, IMMS.in(word));
  }

  /// Whether the size is not reserved, and the ones are not all of the element.
  static boolean isRun(int n, int imms) {
    int log = log(n, imms);
    return log >= 1 && (imms & (1 << log) - 1) != (1 << log) - 1;
  }

  /// The binary logarithm of the element's size in bits; less than 1 is reserved.
  static int log(int n, int imms) {
    return 31 - Integer.numberOfLeadingZeros(n << 6 | ~imms & 63);
  }

  static long value(int word) {
    long value = value(N.in(word), IMMR.in(word), IMMS.in(word));
    return word < 0 ? value : value & 0xffff_ffffL;
  }

  /// @return 64 bits, whatever the size of the operation; 0, which no valid one has, where reserved
  static long value(int n, int immr, int imms) {
    int log = log(n, imms);
    if (log < 1) {
      return 0;
    }
    int size = 1 << log;
    int ones = (imms & size - 1) + 1;
    int rotation = immr & size - 1;
    long mask = size == 64 ? -1 : (1L << size) - 1;
    long run = ones == 64 ? -1 : (1L << ones) - 1;
    long element = rotation == 0 ? run : (run >>> rotation | run << size - rotation) & mask;
    for (int bits = size; bits < 64; bits *= 2) {
      element |= element << bits;
    }
    return element;
  }

  /// Whether `movz` or `movn` can make the same value, so that `mov` means those. Arm ARM,
  /// `MoveWidePreferred()`.
  static boolean isWideMove(int word) {
    long value = value(word);
    int width = word < 0 ? 64 : 32;
    long mask = width == 64 ? -1 : 0xffff_ffffL;
    return isHalfword(value, width) || isHalfword(~value & mask, width);
  }

  /// Whether a mask can't be made by an SVE move of 8 bits with sign, shifted by 8 or not. Arm ARM,
  /// `SVEMoveMaskPreferred()`.
  static boolean isNoVectorMove(long value) {
    int low = (value & 0xff) != 0 ? 7 : 15;
    for (int bits = 64; bits > low; bits /= 2) {
      long extended = value << 64 - bits >> 64 - bits + low;
      if (repeats(value, bits) && (extended == 0 || extended == -1)) {
        return false;
      }
    }
    return low == 15 || !repeats(value, 8);
  }

  private static boolean repeats(long value, int bits) {
    return bits == 64 || Long.rotateRight(value, bits) == value;
  }

  private static boolean isHalfword(long value, int width) {
    for (int shift = 0; shift < width; shift += 16) {
      if ((value & ~(0xffffL << shift)) == 0) {
        return true;
      }
    }
    return false;
  }
}
