package org.inquest.engine.code.x86;

/// What besides the opcode may decide which instruction it is, in the order in which
/// [SelectionTree] asks.
enum Dimension {
  /// 32-bit or 64-bit mode.
  MODE(2),
  /// No prefix, 66, F3, F2.
  PREFIX(4),
  /// ModRM names memory or a register.
  MODRM_KIND(2),
  MODRM_REG(8),
  MODRM_RM(8),
  /// REX.W, VEX.W.
  WIDE(2),
  /// Vector length 128, 256, 512.
  LENGTH(4),
  /// 2, 4, 8 bytes.
  OPERAND_SIZE(4),
  /// 2, 4, 8 bytes.
  ADDRESS_SIZE(4),
  /// REX.B.
  REX_B(2);

  private final int values;

  Dimension(int values) {
    this.values = values;
  }

  int count() {
    return values;
  }

  boolean needsModrm() {
    return this == MODRM_KIND || this == MODRM_REG || this == MODRM_RM;
  }
}
