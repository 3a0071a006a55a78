package org.inquest.engine.code.x86;

/// What stands before the opcode (prefixes, REX, VEX, EVEX), packed into one `long`, so that the
/// decoder's methods can hand it on without an object.
///
/// ```
///  0-3  bytes consumed           4-7  B X R W (bits of REX, set = one)   8  REX was there
///  9    prefix 66               10    prefix 67                         11  prefix F0 (lock)
/// 12-13 0 none, 1 66, 2 F3, 3 F2: the prefix that may select an opcode
/// 14-16 segment: 0 none, 1 ES ... 6 GS
/// 17    VEX                     18    EVEX                           19-20  vector length 0 1 2
/// 21-25 vvvv                    26    EVEX.R'                        27  EVEX.z   28  EVEX.b
/// 29-31 EVEX.aaa                32-35 opcode map                     36  64-bit mode
/// 37-38 operand size 0 1 2: 2, 4, 8 bytes                            39-40  rounding (EVEX)
/// 52    there is a legacy prefix; 41-51 are for [Dimension]
/// ```
final class Context {
  static final long REX_B = 1 << 4;
  static final long REX_X = 1 << 5;
  static final long REX_R = 1 << 6;
  static final long REX_W = 1 << 7;
  static final long REX = 1 << 8;
  static final long OPERAND_PREFIX = 1 << 9;
  static final long ADDRESS_PREFIX = 1 << 10;
  static final long LOCK = 1 << 11;
  static final int PREFIX_SHIFT = 12;
  static final long PREFIX_MASK = 3 << PREFIX_SHIFT;
  static final int SEGMENT_SHIFT = 14;
  static final long SEGMENT_MASK = 7 << SEGMENT_SHIFT;
  static final long VEX = 1 << 17;
  static final long EVEX = 1 << 18;
  static final int LENGTH_SHIFT = 19;
  static final int VVVV_SHIFT = 21;
  static final long EVEX_R = 1 << 26;
  static final long ZEROING = 1 << 27;
  static final long BROADCAST = 1 << 28;
  static final int MASK_SHIFT = 29;
  static final int MAP_SHIFT = 32;
  static final long WIDE_MODE = 1L << 36;
  static final int OPERAND_SHIFT = 37;
  static final int ROUNDING_SHIFT = 39;
  static final long LEGACY = 1L << 52;

  private Context() {}

  static int consumed(long context) {
    return (int) context & 15;
  }

  static int map(long context) {
    return (int) (context >>> MAP_SHIFT) & 15;
  }

  static int prefix(long context) {
    return (int) context >>> PREFIX_SHIFT & 3;
  }

  static int vvvv(long context) {
    return (int) context >>> VVVV_SHIFT & 31;
  }

  static int mask(long context) {
    return (int) context >>> MASK_SHIFT & 7;
  }

  static boolean has(long context, long bit) {
    return (context & bit) != 0;
  }

  /// Bit 3 of a register number in ModRM's reg field.
  static int regHigh(long context) {
    return (int) (context & REX_R) >>> 3;
  }

  /// Bit 3 of a register number in ModRM's rm field, a base or the opcode.
  static int rmHigh(long context) {
    return (int) (context & REX_B) >>> 1;
  }

  /// The variant for [Size#table]: operand size, vector length, mode, address prefix.
  static int sizeVariant(long context) {
    return (int) (context >>> OPERAND_SHIFT) & 3
        | ((int) context >>> LENGTH_SHIFT & 3) << 2
        | ((int) (context >>> 36) & 1) << 4
        | ((int) context >>> 10 & 1) << 5;
  }

  /// The same with the operand size that a form asks for.
  static long withOperandSize(long context, long code) {
    return context & ~(3L << OPERAND_SHIFT) | code << OPERAND_SHIFT;
  }
}
