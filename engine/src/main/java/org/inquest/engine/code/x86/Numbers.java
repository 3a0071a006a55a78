package org.inquest.engine.code.x86;

import org.inquest.engine.code.Access;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;

/// Fills operands that are no registers and do not come from ModRM: immediates, targets, the memory
/// that string instructions and `xlat` imply.
final class Numbers {
  /// By size: numbers of one and two bytes are shown without a sign.
  private static final long[] MASKS = {0, 0xff, 0xffff, 0, -1, 0, 0, 0, -1};

  private Numbers() {}

  /// @return behind the operand's bytes, or -1 where they end before
  static int read(
      byte[] bytes,
      int at,
      int end,
      long delta,
      int method,
      int size,
      Access access,
      long context,
      Instruction into,
      int slot) {
    Operand operand = into.operand(slot);
    switch (method) {
      case Method.IMMEDIATE -> {
        return immediate(bytes, at, end, size, context, operand);
      }
      case Method.SIGNED_BYTE -> {
        if (at >= end) {
          return -1;
        }
        operand.immediate(bytes[at], size);
        return at + 1;
      }
      case Method.RELATIVE -> {
        return relative(bytes, at, end, delta, size, context, operand);
      }
      case Method.OFFSET -> {
        return offset(bytes, at, end, size, access, context, operand);
      }
      case Method.FAR -> {
        return far(bytes, at, end, size, into, slot);
      }
      case Method.VECTOR_LAST -> {
        if (at >= end) {
          return -1;
        }
        int number = bytes[at] >> 4 & (Context.has(context, Context.WIDE_MODE) ? 15 : 7);
        operand.register(X86Registers.XMM0 + number, size, access);
        return at + 1;
      }
      case Method.ONE -> operand.immediate(1, 1);
      default -> implied(method, size, access, context, operand);
    }
    return at;
  }

  /// Four bytes of an instruction that is 64 bits wide are sign-extended; SDM volume 2, 2.2.1.5.
  private static int immediate(
      byte[] bytes, int at, int end, int size, long context, Operand operand) {
    if (at + size > end) {
      return -1;
    }
    int wide = (int) (context >>> Context.OPERAND_SHIFT + 1) & 1;
    operand.immediate(
        LittleEndian.signed(bytes, at, size) & MASKS[size], size << (size >>> 2 & wide));
    return at + size;
  }

  private static int relative(
      byte[] bytes, int at, int end, long delta, int size, long context, Operand operand) {
    if (at + size > end) {
      return -1;
    }
    long target = delta + at + size + LittleEndian.signed(bytes, at, size);
    if ((context >>> Context.OPERAND_SHIFT & 3) == 0) {
      // AMD's processors cut the address to 16 bits; Intel's ignore the prefix in 64-bit mode.
      target &= 0xffffL;
    } else if (!Context.has(context, Context.WIDE_MODE)) {
      target &= 0xffffffffL;
    }
    operand.target(target);
    return at + size;
  }

  private static int offset(
      byte[] bytes, int at, int end, int size, Access access, long context, Operand operand) {
    int full = Context.has(context, Context.WIDE_MODE) ? 8 : 4;
    int length = Context.has(context, Context.ADDRESS_PREFIX) ? full / 2 : full;
    if (at + length > end) {
      return -1;
    }
    long value = LittleEndian.signed(bytes, at, length);
    value = length == 8 ? value : value & (1L << length * 8) - 1;
    operand.memory(
        Addressing.segment(context),
        Operand.NO_REGISTER,
        Operand.NO_REGISTER,
        1,
        value,
        size,
        access);
    operand.detail(Encoded.HAS_DISPLACEMENT);
    return at + length;
  }

  /// @param size of the whole pointer
  private static int far(byte[] bytes, int at, int end, int size, Instruction into, int slot) {
    if (at + size > end) {
      return -1;
    }
    int length = size - 2;
    into.operand(slot).immediate(LittleEndian.int16(bytes, at + length), 2);
    long mask = length == 2 ? 0xffffL : 0xffffffffL;
    into.operand(slot + 1).target(LittleEndian.signed(bytes, at, length) & mask);
    return at + size;
  }

  private static void implied(int method, int size, Access access, long context, Operand operand) {
    int segment = Addressing.segment(context);
    int data = segment == Operand.NO_REGISTER ? X86Registers.DS : segment;
    switch (method) {
      case Method.SOURCE -> memory(operand, data, X86Registers.RSI, size, access);
      case Method.DESTINATION -> memory(operand, X86Registers.ES, X86Registers.RDI, size, access);
      case Method.TRANSLATE -> memory(operand, data, X86Registers.RBX, size, access);
      default -> throw new IllegalStateException("operand method " + method);
    }
  }

  private static void memory(Operand operand, int segment, int base, int size, Access access) {
    operand.memory(segment, base, Operand.NO_REGISTER, 1, 0, size, access);
  }
}
