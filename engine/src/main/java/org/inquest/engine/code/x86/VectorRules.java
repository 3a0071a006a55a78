package org.inquest.engine.code.x86;

/// What raises #UD though the opcode is known: SDM volume 2, 2.3.12 (VEX) and 2.7.11 (EVEX).
final class VectorRules {
  private static final Forms FORMS = Forms.all();
  private static final long MASKS = Mark.K.bit() | Mark.KZ.bit();
  private static final long ROUNDS = Mark.ER.bit() | Mark.SAE.bit();

  private VectorRules() {}

  /// Whether an instruction with VEX or EVEX uses its fields as its row allows.
  static boolean allow(long context, long traits, int row, int modrm) {
    if ((traits & Forms.NO_VVVV) != 0 && (Context.vvvv(context) & 15) != 0) {
      return false;
    }
    return !Context.has(context, Context.EVEX) || allowEvex(context, traits, row, modrm);
  }

  private static boolean allowEvex(long context, long traits, int row, int modrm) {
    if (Context.mask(context) != 0) {
      if ((traits & MASKS) == 0) {
        return false;
      }
    } else if ((traits & Mark.NEEDK.bit()) != 0) {
      return false;
    }
    if (Context.has(context, Context.ZEROING) && (traits & Mark.KZ.bit()) == 0) {
      return false;
    }
    if (!Context.has(context, Context.BROADCAST)) {
      return true;
    }
    return modrm >= 0xc0 ? (traits & ROUNDS) != 0 : FORMS.broadcast[rmType(row)] != 0;
  }

  private static int rmType(int row) {
    int slot = Math.max(FORMS.rmOperand[row], 0);
    return (int) (FORMS.operands[row] >>> slot * Forms.OPERAND_BITS) & 0xff;
  }
}
