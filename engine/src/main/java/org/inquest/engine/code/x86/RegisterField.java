package org.inquest.engine.code.x86;

/// Which register an operand is.
final class RegisterField {
  private static final Forms FORMS = Forms.all();

  private RegisterField() {}

  /// The register, or -1 where the operand is none.
  static int of(int method, int type, int size, int opcode, int modrm, long context) {
    return switch (method) {
      case Method.RM -> general(modrm & 7 | Context.rmHigh(context), size, context);
      case Method.REG -> general(modrm >> 3 & 7 | Context.regHigh(context), size, context);
      case Method.VECTOR_RM, Method.VECTOR_INDEX ->
          X86Registers.XMM0 + (modrm & 7 | Context.rmHigh(context) | evexX(context));
      case Method.VECTOR_REG ->
          X86Registers.XMM0
              + (modrm >> 3 & 7
                  | Context.regHigh(context)
                  | (int) (context & Context.EVEX_R) >>> 22);
      case Method.VECTOR_VVVV -> X86Registers.XMM0 + Context.vvvv(context);
      case Method.MMX_RM -> X86Registers.MM0 + (modrm & 7);
      case Method.MMX_REG -> X86Registers.MM0 + (modrm >> 3 & 7);
      case Method.VVVV -> Context.vvvv(context) & 15;
      case Method.OPCODE -> general(opcode & 7 | Context.rmHigh(context), size, context);
      case Method.FIXED -> FORMS.register[type];
      case Method.STACK_RM -> X86Registers.ST0 + (modrm & 7);
      default -> rare(method, modrm, context);
    };
  }

  private static int rare(int method, int modrm, long context) {
    int reg = modrm >> 3 & 7;
    int rm = modrm & 7;
    return switch (method) {
      case Method.SEGMENT -> reg < 6 ? X86Registers.ES + reg : X86Registers.RIP + 2;
      case Method.CONTROL ->
          X86Registers.CR0 + (reg | Context.regHigh(context) | lockedHigh(context));
      case Method.DEBUG -> X86Registers.DR0 + (reg | Context.regHigh(context));
      case Method.MASK_REG -> X86Registers.K0 + reg;
      case Method.MASK_RM -> X86Registers.K0 + rm;
      case Method.MASK_VVVV -> X86Registers.K0 + (Context.vvvv(context) & 7);
      case Method.BOUND_REG -> X86Registers.BND0 + (reg & 3);
      case Method.BOUND_RM -> X86Registers.BND0 + (rm & 3);
      case Method.TILE_REG -> X86Registers.TMM0 + reg;
      case Method.TILE_RM -> X86Registers.TMM0 + rm;
      case Method.TILE_VVVV -> X86Registers.TMM0 + (Context.vvvv(context) & 7);
      default -> -1;
    };
  }

  /// In 32-bit mode a lock prefix reaches CR8; AMD64 manual volume 3, MOV CRn.
  private static int lockedHigh(long context) {
    return Context.has(context, Context.LOCK) ? 8 : 0;
  }

  private static int evexX(long context) {
    return Context.has(context, Context.EVEX) ? (int) (context & Context.REX_X) >>> 1 : 0;
  }

  /// Without REX the byte registers 4 to 7 are ah, ch, dh, bh.
  private static int general(int number, int size, long context) {
    boolean high =
        size == 1 && number >= 4 && number < 8 && !Context.has(context, Context.REX | Context.VEX);
    return high ? X86Registers.AH - 4 + number : number;
  }

  /// Vector registers are 16 bytes at least, though a smaller element is used.
  static int size(int register, int size) {
    return register >= X86Registers.XMM0 && register < X86Registers.ST0 ? Math.max(size, 16) : size;
  }
}
