package org.inquest.engine.code.x86;

import org.inquest.engine.code.Access;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;

/// Reads the memory operand of a ModRM byte: SIB and displacement; SDM volume 2, 2.1.5 and 2.2.1.
final class Addressing {
  private static final Forms FORMS = Forms.all();
  private static final Access[] ACCESS = Access.values();

  /// Base and index of 16-bit addresses by rm; SDM volume 2, table 2-1.
  private static final int[] BASES_16 = {
    X86Registers.RBX,
    X86Registers.RBX,
    X86Registers.RBP,
    X86Registers.RBP,
    X86Registers.RSI,
    X86Registers.RDI,
    X86Registers.RBP,
    X86Registers.RBX
  };

  private static final int[] INDEXES_16 = {
    X86Registers.RSI, X86Registers.RDI, X86Registers.RSI, X86Registers.RDI, -1, -1, -1, -1
  };

  private Addressing() {}

  /// Fills the row's memory operand.
  ///
  /// @param at behind the ModRM byte
  /// @return behind the displacement, or -1 where the bytes end before
  static int read(
      byte[] bytes, int at, int end, int modrm, long context, int row, Instruction into) {
    int slot = Math.max(FORMS.rmOperand[row], 0);
    int spec = (int) (FORMS.operands[row] >>> slot * Forms.OPERAND_BITS);
    int type = spec & 0xff;
    int size = FORMS.sizes[FORMS.inMemory[type] + Context.sizeVariant(context)];
    int detail = 0;
    if (Context.has(context, Context.BROADCAST)) {
      size = FORMS.broadcast[type];
      detail = Encoded.DETAIL_BROADCAST;
    }
    Operand operand = into.operand(slot);
    if (!Context.has(context, Context.WIDE_MODE) && Context.has(context, Context.ADDRESS_PREFIX)) {
      return read16(bytes, at, end, modrm, context, size, ACCESS[spec >> 8 & 3], operand);
    }
    int mod = modrm >> 6;
    int base = modrm & 7;
    int index = Operand.NO_REGISTER;
    int scale = 1;
    if (base == 4) {
      if (at >= end) {
        return -1;
      }
      int sib = bytes[at++];
      base = sib & 7;
      scale = 1 << (sib >> 6 & 3);
      index = sib >> 3 & 7 | (int) (context & Context.REX_X) >>> 2;
      if (FORMS.method[type] == Method.VECTOR_INDEX) {
        index += X86Registers.XMM0 + (Context.vvvv(context) & 16);
      } else if (index == 4) {
        index = Operand.NO_REGISTER;
        detail |= Encoded.NO_INDEX;
      }
      base = base == 5 && mod == 0 ? Operand.NO_REGISTER : base | Context.rmHigh(context);
    } else if (base == 5 && mod == 0) {
      base = Context.has(context, Context.WIDE_MODE) ? X86Registers.RIP : Operand.NO_REGISTER;
    } else {
      base |= Context.rmHigh(context);
    }
    boolean full = mod == 2 || base == Operand.NO_REGISTER || base == X86Registers.RIP;
    int length = mod == 1 ? 1 : full ? 4 : 0;
    long displacement = 0;
    if (length != 0) {
      if (at + length > end) {
        return -1;
      }
      displacement = LittleEndian.signed(bytes, at, length);
      if (length == 1 && Context.has(context, Context.EVEX)) {
        displacement *= FORMS.disp8[row] != 0 ? FORMS.disp8[row] : size;
      }
      at += length;
      detail |= Encoded.HAS_DISPLACEMENT;
    }
    operand.memory(segment(context), base, index, scale, displacement, size, ACCESS[spec >> 8 & 3]);
    operand.detail(detail);
    return at;
  }

  private static int read16(
      byte[] bytes,
      int at,
      int end,
      int modrm,
      long context,
      int size,
      Access access,
      Operand operand) {
    int mod = modrm >> 6;
    int rm = modrm & 7;
    int base = mod == 0 && rm == 6 ? Operand.NO_REGISTER : BASES_16[rm];
    int length = mod == 1 ? 1 : mod == 2 || base == Operand.NO_REGISTER ? 2 : 0;
    if (at + length > end) {
      return -1;
    }
    long displacement =
        length == 1 ? bytes[at] : length == 2 ? (short) LittleEndian.int16(bytes, at) : 0;
    operand.memory(segment(context), base, INDEXES_16[rm], 1, displacement, size, access);
    operand.detail(length == 0 ? 0 : Encoded.HAS_DISPLACEMENT);
    return at + length;
  }

  /// The segment that a prefix named. In 64-bit mode the CPU minds only FS and GS.
  static int segment(long context) {
    int segment = (int) (context & Context.SEGMENT_MASK) >>> Context.SEGMENT_SHIFT;
    if (segment == 0 || segment < 5 && Context.has(context, Context.WIDE_MODE)) {
      return Operand.NO_REGISTER;
    }
    return X86Registers.ES + segment - 1;
  }
}
