package org.inquest.engine.code.x86;

/// Which register an operand is. The numbers that an encoding holds are put side by side in one
/// `long`, eight bits each, and a type of operands says which of them it is and where its registers
/// begin: a branch for each kind of register would be guessed wrongly half of the time.
final class RegisterField {
  /// Of types that are no registers.
  static final int NONE = -1;

  /// Where the numbers are: ModRM's reg with R and R', its rm with B and EVEX.X, VEX.vvvv, the
  /// opcode's low bits with B, and those of control and segment registers.
  private static final int REG = 0;

  private static final int RM = 8;
  private static final int VVVV = 16;
  private static final int OPCODE = 24;
  private static final int CONTROL = 32;
  private static final int SEGMENT = 40;

  private static final int MASK_SHIFT = 8;
  private static final int FIRST_SHIFT = 16;

  private RegisterField() {}

  /// What [#of] needs of a type, or [#NONE].
  static int pack(OperandType type) {
    return switch (type.method()) {
      case Method.RM -> pack(RM, 15, 0);
      case Method.REG -> pack(REG, 15, 0);
      case Method.OPCODE -> pack(OPCODE, 15, 0);
      case Method.VVVV -> pack(VVVV, 15, 0);
      case Method.FIXED -> pack(REG, 0, type.register());
      case Method.VECTOR_RM, Method.VECTOR_INDEX -> pack(RM, 31, X86Registers.XMM0);
      case Method.VECTOR_REG -> pack(REG, 31, X86Registers.XMM0);
      case Method.VECTOR_VVVV -> pack(VVVV, 31, X86Registers.XMM0);
      case Method.MMX_RM -> pack(RM, 7, X86Registers.MM0);
      case Method.MMX_REG -> pack(REG, 7, X86Registers.MM0);
      case Method.STACK_RM -> pack(RM, 7, X86Registers.ST0);
      case Method.SEGMENT -> pack(SEGMENT, 15, X86Registers.ES);
      case Method.CONTROL -> pack(CONTROL, 15, X86Registers.CR0);
      case Method.DEBUG -> pack(REG, 15, X86Registers.DR0);
      case Method.MASK_REG -> pack(REG, 7, X86Registers.K0);
      case Method.MASK_RM -> pack(RM, 7, X86Registers.K0);
      case Method.MASK_VVVV -> pack(VVVV, 7, X86Registers.K0);
      case Method.BOUND_REG -> pack(REG, 3, X86Registers.BND0);
      case Method.BOUND_RM -> pack(RM, 3, X86Registers.BND0);
      case Method.TILE_REG -> pack(REG, 7, X86Registers.TMM0);
      case Method.TILE_RM -> pack(RM, 7, X86Registers.TMM0);
      case Method.TILE_VVVV -> pack(VVVV, 7, X86Registers.TMM0);
      default -> NONE;
    };
  }

  private static int pack(int shift, int mask, int first) {
    return shift | mask << MASK_SHIFT | first << FIRST_SHIFT;
  }

  /// The numbers of one encoding.
  static long numbers(int opcode, int modrm, long context) {
    int reg = modrm >> 3 & 7;
    int high = Context.regHigh(context);
    int rmHigh = Context.rmHigh(context);
    int evexX = (int) (context & Context.REX_X) >>> 1 & (int) (context & Context.EVEX) >>> 14;
    // In 32-bit mode a lock prefix reaches CR8; AMD64 manual volume 3, MOV CRn.
    int locked = (int) (context & Context.LOCK) >>> 8;
    // There are six segment registers; the number behind them has no name.
    int segment = reg < 6 ? reg : X86Registers.RIP + 2 - X86Registers.ES;
    return reg
        | high
        | (context & Context.EVEX_R) >>> 22
        | (modrm & 7 | rmHigh | evexX) << RM
        | Context.vvvv(context) << VVVV
        | (long) (opcode & 7 | rmHigh) << OPCODE
        | (long) (reg | high | locked) << CONTROL
        | (long) segment << SEGMENT;
  }

  /// The register of a type.
  ///
  /// @param packed of the type, not [#NONE]
  static int of(long numbers, int packed, int size, long context) {
    int register =
        (packed >>> FIRST_SHIFT) + ((int) (numbers >>> packed) & packed >>> MASK_SHIFT & 31);
    // Without REX the byte registers 4 to 7 are ah, ch, dh, bh.
    return size == 1 && (register & ~3) == 4 && !Context.has(context, Context.REX | Context.VEX)
        ? X86Registers.AH - 4 + register
        : register;
  }

  /// Vector registers are 16 bytes at least, though a smaller element is used.
  static int size(int register, int size) {
    return register >= X86Registers.XMM0 && register < X86Registers.ST0 ? Math.max(size, 16) : size;
  }
}
