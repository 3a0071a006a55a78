package org.inquest.engine.code.x86;

/// How many bytes an operand has, as the letters of the tables say it; mostly those of the SDM's
/// volume 2, appendix A.2.2.
enum Size {
  /// None: only an address, or an area whose size no instruction tells.
  A("a"),
  B("b"),
  W("w"),
  D("d"),
  Q("q"),
  T("t"),
  DQ("dq"),
  QQ("qq"),
  ZZ("zz"),
  /// The operand size: 2, 4, 8.
  V("v"),
  /// The operand size, at most 4.
  Z("z"),
  /// 4, or 8 with the W bit.
  Y("y"),
  /// The vector length, its half, quarter and eighth.
  X("x"),
  H("h"),
  F("f"),
  E("e"),
  /// A far pointer: a selector behind an offset of operand size.
  P("p"),
  /// A descriptor table register: a limit of 2 bytes and an address.
  S("s"),
  /// The machine's word: 8 in 64-bit mode, else 4.
  M("m"),
  /// The address size.
  N("n");

  /// Entries for each size in [#table].
  static final int VARIANTS = 64;

  private final String letters;

  Size(String letters) {
    this.letters = letters;
  }

  static Size of(String letters) {
    for (Size size : values()) {
      if (size.letters.equals(letters)) {
        return size;
      }
    }
    throw new IllegalArgumentException("no operand size: " + letters);
  }

  /// Bytes of all sizes, at `ordinal() * VARIANTS + [Context#sizeVariant]`.
  static short[] table() {
    short[] table = new short[values().length * VARIANTS];
    for (Size size : values()) {
      for (int variant = 0; variant < VARIANTS; variant++) {
        table[size.ordinal() * VARIANTS + variant] = (short) size.bytes(variant);
      }
    }
    return table;
  }

  private int bytes(int variant) {
    int operand = 2 << (variant & 3);
    int vector = 16 << (variant >> 2 & 3);
    boolean wide = (variant & 16) != 0;
    boolean otherAddress = (variant & 32) != 0;
    return switch (this) {
      case A -> 0;
      case B -> 1;
      case W -> 2;
      case D -> 4;
      case Q -> 8;
      case T -> 10;
      case DQ -> 16;
      case QQ -> 32;
      case ZZ -> 64;
      case V -> operand;
      case Z -> Math.min(operand, 4);
      case Y -> Math.max(operand, 4);
      case X -> vector;
      case H -> vector / 2;
      case F -> vector / 4;
      case E -> vector / 8;
      case P -> operand + 2;
      case S -> wide ? 10 : 6;
      case M -> wide ? 8 : 4;
      case N -> (wide ? 8 : 4) >> (otherAddress ? 1 : 0);
    };
  }

  /// Whether the W bit changes it; `Z` it makes no wider than 4.
  boolean followsWide() {
    return this == V || this == Y || this == P;
  }

  /// Whether prefix 66 or the W bit changes it.
  boolean followsOperandSize() {
    return this == V || this == Z || this == Y || this == P;
  }
}
