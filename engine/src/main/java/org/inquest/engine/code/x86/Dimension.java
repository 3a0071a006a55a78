package org.inquest.engine.code.x86;

/// What besides the opcode may decide which instruction it is, in the order in which
/// [SelectionTree] asks.
enum Dimension {
  /// 32-bit or 64-bit mode.
  MODE(2, 36),
  /// No prefix, 66, F3, F2.
  PREFIX(4, Context.PREFIX_SHIFT),
  /// ModRM names memory or a register.
  MODRM_KIND(2, 49),
  MODRM_REG(8, 44),
  MODRM_RM(8, 41),
  /// REX.W, VEX.W.
  WIDE(2, 7),
  /// Vector length 128, 256, 512.
  LENGTH(4, Context.LENGTH_SHIFT),
  /// 2, 4, 8 bytes.
  OPERAND_SIZE(4, Context.OPERAND_SHIFT),
  /// 2, 4, 8 bytes.
  ADDRESS_SIZE(4, 50),
  /// REX.B.
  REX_B(2, 4);

  private final int values;
  private final int shift;

  /// @param shift of its value in [#facts]
  Dimension(int values, int shift) {
    this.values = values;
    this.shift = shift;
  }

  int count() {
    return values;
  }

  int shift() {
    return shift;
  }

  boolean needsModrm() {
    return this == MODRM_KIND || this == MODRM_REG || this == MODRM_RM;
  }

  /// The values of all dimensions in one number: a [Context] with what it lacks above it.
  ///
  /// @param modrm the byte behind the opcode
  static long facts(long context, int modrm) {
    int wide = (int) (context >>> 36) & 1;
    int addressSize = wide + 1 - ((int) context >>> 10 & 1);
    int register = modrm + 64 >> 8; // 1 from c0 on
    return context | (long) (modrm & 0xff | register << 8 | addressSize << 9) << 41;
  }
}
