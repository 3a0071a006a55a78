package org.inquest.engine.code.x86;

/// Reads what stands before the opcode into a [Context]: legacy prefixes, REX, the escape bytes of
/// the opcode maps, VEX and EVEX. SDM volume 2, chapter 2; AMD64 manual volume 3, chapter 1.
final class PrefixReader {
  /// Returned where the bytes end before the opcode.
  static final long TRUNCATED = -1;

  /// Codes of legacy prefixes, also in [Encoded]'s list; 0 is none of them.
  static final int OPERAND = 1;

  static final int ADDRESS = 2;
  static final int LOCK = 3;
  static final int REPNE = 4;
  static final int REP = 5;
  static final int ES = 6;
  static final int CS = 7;
  static final int SS = 8;
  static final int DS = 9;
  static final int FS = 10;
  static final int GS = 11;
  static final int REX = 12;

  /// A map that has no opcodes: what VEX and EVEX come to that are none.
  private static final long NO_MAP = 15L << Context.MAP_SHIFT;

  private static final byte[] WIDE = kinds(true);
  private static final byte[] NARROW = kinds(false);

  private PrefixReader() {}

  private static byte[] kinds(boolean wide) {
    byte[] kinds = new byte[256];
    kinds[0x66] = OPERAND;
    kinds[0x67] = ADDRESS;
    kinds[0xf0] = LOCK;
    kinds[0xf2] = REPNE;
    kinds[0xf3] = REP;
    kinds[0x26] = ES;
    kinds[0x2e] = CS;
    kinds[0x36] = SS;
    kinds[0x3e] = DS;
    kinds[0x64] = FS;
    kinds[0x65] = GS;
    for (int i = 0x40; wide && i < 0x50; i++) {
      kinds[i] = REX;
    }
    return kinds;
  }

  /// The codes of all bytes in a mode.
  static byte[] kindsOf(boolean wide) {
    return wide ? WIDE : NARROW;
  }

  /// Most instructions have a REX prefix or none at all. Which of the two comes as by tossing a
  /// coin, so that is told without a branch for the CPU to guess.
  ///
  /// @return a context whose opcode is at `offset + consumed`, or [#TRUNCATED]
  static long read(byte[] bytes, int offset, int end, boolean wide) {
    if (!wide || offset >= end) {
      return legacy(bytes, offset, end, wide);
    }
    int first = bytes[offset] & 0xff;
    int isRex = (first >> 4 ^ 4) - 1 >>> 31;
    int at = offset + isRex;
    if (at >= end || WIDE[bytes[at] & 0xff] != 0) {
      return legacy(bytes, offset, end, true);
    }
    long context = Context.WIDE_MODE | isRex * (Context.REX | (first & 15) << 4);
    return opcode(bytes, offset, at, end, withOperandSize(context));
  }

  private static long legacy(byte[] bytes, int offset, int end, boolean wide) {
    byte[] kinds = kindsOf(wide);
    long context = wide ? Context.WIDE_MODE : 0;
    int at = offset;
    while (at < end) {
      int value = bytes[at] & 0xff;
      int kind = kinds[value];
      if (kind == 0) {
        return opcode(bytes, offset, at, end, withOperandSize(context));
      }
      // A REX prefix counts only directly before the opcode.
      context =
          kind == REX ? rex(context, value) : legacy(context & ~0x1f0L | Context.LEGACY, kind);
      at++;
    }
    return TRUNCATED;
  }

  private static long rex(long context, int value) {
    return context & ~0x1f0L | Context.REX | (long) (value & 15) << 4;
  }

  private static long legacy(long context, int kind) {
    return switch (kind) {
      case OPERAND -> {
        long with = context | Context.OPERAND_PREFIX;
        yield Context.prefix(context) == 0 ? with | 1L << Context.PREFIX_SHIFT : with;
      }
      case ADDRESS -> context | Context.ADDRESS_PREFIX;
      case LOCK -> context | Context.LOCK;
      case REPNE -> context & ~Context.PREFIX_MASK | 3L << Context.PREFIX_SHIFT;
      case REP -> context & ~Context.PREFIX_MASK | 2L << Context.PREFIX_SHIFT;
      default -> context & ~Context.SEGMENT_MASK | (long) (kind - ES + 1) << Context.SEGMENT_SHIFT;
    };
  }

  private static long withOperandSize(long context) {
    int wide = (int) context >>> 7 & 1;
    int prefix = (int) context >>> 9 & 1;
    return context | (long) (wide << 1 | ~(wide | prefix) & 1) << Context.OPERAND_SHIFT;
  }

  private static long opcode(byte[] bytes, int offset, int at, int end, long context) {
    int first = bytes[at] & 0xff;
    if (first == 0x0f) {
      return escape(bytes, offset, at + 1, end, context);
    }
    if (first == 0xc4 || first == 0xc5 || first == 0x62) {
      boolean wide = Context.has(context, Context.WIDE_MODE);
      if (at + 1 >= end) {
        return TRUNCATED;
      }
      // In 32-bit mode these are les, lds and bound, whose operand can't be a register.
      if (wide || (bytes[at + 1] & 0xc0) == 0xc0) {
        return vector(bytes, offset, at, end, context);
      }
    }
    return context | at - offset;
  }

  private static long escape(byte[] bytes, int offset, int at, int end, long context) {
    if (at >= end) {
      return TRUNCATED;
    }
    int second = bytes[at] & 0xff;
    if (second != 0x38 && second != 0x3a) {
      return context | 1L << Context.MAP_SHIFT | at - offset;
    }
    if (at + 1 >= end) {
      return TRUNCATED;
    }
    return context | (second == 0x38 ? 2L : 3L) << Context.MAP_SHIFT | at + 1 - offset;
  }

  private static long vector(byte[] bytes, int offset, int at, int end, long context) {
    int length = (bytes[at] & 0xff) == 0xc5 ? 2 : (bytes[at] & 0xff) == 0xc4 ? 3 : 4;
    if (at + length >= end) {
      return TRUNCATED;
    }
    // Neither may follow 66, F2, F3, F0 or REX; SDM volume 2, 2.3.2 and 2.3.3.
    long forbidden = Context.OPERAND_PREFIX | Context.LOCK | Context.PREFIX_MASK | Context.REX;
    long kept =
        context
                & (Context.WIDE_MODE
                    | Context.ADDRESS_PREFIX
                    | Context.SEGMENT_MASK
                    | Context.LEGACY)
            | at + length - offset;
    if (Context.has(context, forbidden)) {
      return kept | NO_MAP;
    }
    long read =
        switch (length) {
          case 2 -> vex(bytes[at + 1] & 0x80 | 0x61, bytes[at + 1] & 0x7f);
          case 3 -> vex(bytes[at + 1], bytes[at + 2]);
          default -> evex(bytes, at, end);
        };
    if (!Context.has(context, Context.WIDE_MODE)) {
      long high = Context.REX_B | Context.REX_X | Context.REX_R | Context.EVEX_R;
      read &= ~(high | 24L << Context.VVVV_SHIFT);
    }
    boolean wide = Context.has(read, Context.REX_W) && Context.has(context, Context.WIDE_MODE);
    return kept | read | (wide ? 2L : 1L) << Context.OPERAND_SHIFT;
  }

  private static long vex(int first, int second) {
    int map = first & 31;
    if (map < 1 || map > 3) {
      return NO_MAP;
    }
    return Context.VEX
        | (long) (Form.VEX_MAP + map) << Context.MAP_SHIFT
        | highBits(first)
        | second & Context.REX_W
        | (long) (~second >> 3 & 15) << Context.VVVV_SHIFT
        | (long) (second >> 2 & 1) << Context.LENGTH_SHIFT
        | (long) (second & 3) << Context.PREFIX_SHIFT;
  }

  /// R, X, B, which VEX and EVEX hold inverted.
  private static long highBits(int first) {
    int inverted = ~first >> 5 & 7;
    return (long) inverted << 4;
  }

  private static long evex(byte[] bytes, int at, int end) {
    int p0 = bytes[at + 1];
    int p1 = bytes[at + 2];
    int p2 = bytes[at + 3];
    int map = p0 & 7;
    if ((p0 & 8) != 0 || (p1 & 4) == 0 || map == 0 || map == 4 || map == 7) {
      return NO_MAP;
    }
    long read =
        Context.VEX
            | Context.EVEX
            | (long) (Form.EVEX_MAP + map) << Context.MAP_SHIFT
            | highBits(p0)
            | ((p0 & 0x10) == 0 ? Context.EVEX_R : 0)
            | p1 & Context.REX_W
            | (long) (~p1 >> 3 & 15 | ~p2 << 1 & 16) << Context.VVVV_SHIFT
            | (long) (p1 & 3) << Context.PREFIX_SHIFT
            | ((p2 & 0x80) != 0 ? Context.ZEROING : 0)
            | ((p2 & 0x10) != 0 ? Context.BROADCAST : 0)
            | (long) (p2 & 7) << Context.MASK_SHIFT;
    int length = p2 >> 5 & 3;
    boolean registers = at + 5 < end && (bytes[at + 5] & 0xc0) == 0xc0;
    if (registers && (p2 & 0x10) != 0) {
      // With registers EVEX.b means rounding, and L'L is its mode; vectors are 512 bits then.
      return read | 2L << Context.LENGTH_SHIFT | (long) length << Context.ROUNDING_SHIFT;
    }
    return read | (long) length << Context.LENGTH_SHIFT;
  }
}
