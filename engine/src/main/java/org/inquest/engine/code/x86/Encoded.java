package org.inquest.engine.code.x86;

/// What [org.inquest.engine.code.Instruction#encoding] holds for x86: what printers need besides
/// the operands.
///
/// ```
///  0-43  the first 11 legacy prefixes, 4 bits each, codes of PrefixReader; the first lowest
/// 44-48  REX: B X R W, and whether there was one     49-50  operand size 0 1 2: 2, 4, 8
/// 51     VEX or EVEX     52  EVEX      53-55  mask     56  zeroing    57  EVEX.b
/// 58-59  rounding mode   60-61  vector length 0 1 2   62  ModRM named memory
/// ```
final class Encoded {
  static final int LIST_BITS = 44;
  static final int REX_SHIFT = 44;
  static final int OPERAND_SHIFT = 49;
  static final long VEX = 1L << 51;
  static final long EVEX = 1L << 52;
  static final int MASK_SHIFT = 53;
  static final long ZEROING = 1L << 56;
  static final long BROADCAST = 1L << 57;
  static final int ROUNDING_SHIFT = 58;
  static final int LENGTH_SHIFT = 60;
  static final long MEMORY = 1L << 62;

  /// In [org.inquest.engine.code.Operand#detail] of memory: the encoding has a displacement, be it
  /// 0.
  static final int HAS_DISPLACEMENT = 1 << 8;

  /// There is a SIB byte without an index.
  static final int NO_INDEX = 1 << 9;

  /// In an operand's detail: its mask register in the low bits, zeroing.
  static final int DETAIL_ZEROING = 8;

  /// One element is read and repeated.
  static final int DETAIL_BROADCAST = 16;

  private Encoded() {}

  static long of(long context, boolean memory) {
    return (context >>> 4 & 31) << REX_SHIFT
        | (context >>> Context.OPERAND_SHIFT & 3) << OPERAND_SHIFT
        | (context >>> 17 & 3) << 51
        | (long) Context.mask(context) << MASK_SHIFT
        | (context >>> 27 & 3) << 56
        | (context >>> Context.ROUNDING_SHIFT & 3) << ROUNDING_SHIFT
        | (context >>> Context.LENGTH_SHIFT & 3) << LENGTH_SHIFT
        | (memory ? MEMORY : 0);
  }

  /// The legacy prefixes before an opcode, as bits 0-43.
  static long prefixes(byte[] bytes, int offset, int count, byte[] kinds) {
    long list = 0;
    int shift = 0;
    for (int i = 0; i < count && shift < LIST_BITS; i++) {
      int kind = kinds[bytes[offset + i] & 0xff];
      if (kind == 0) {
        break;
      }
      // A REX before another prefix has no effect and is left out, as is the effective one.
      if (kind != PrefixReader.REX) {
        list |= (long) kind << shift;
        shift += 4;
      }
    }
    return list;
  }

  static int rex(long encoding) {
    return (int) (encoding >>> REX_SHIFT) & 31;
  }

  static int operandSize(long encoding) {
    return 2 << ((int) (encoding >>> OPERAND_SHIFT) & 3);
  }

  static int mask(long encoding) {
    return (int) (encoding >>> MASK_SHIFT) & 7;
  }

  static int rounding(long encoding) {
    return (int) (encoding >>> ROUNDING_SHIFT) & 3;
  }

  static int vectorLength(long encoding) {
    return (int) (encoding >>> LENGTH_SHIFT) & 3;
  }

  static boolean has(long encoding, long bit) {
    return (encoding & bit) != 0;
  }
}
