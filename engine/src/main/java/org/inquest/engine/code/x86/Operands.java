package org.inquest.engine.code.x86;

import org.inquest.engine.code.Access;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;

/// Fills the operands of an instruction from its row, and the register sets.
final class Operands {
  private static final Forms FORMS = Forms.all();
  // Of their own: the compiler takes a final array for a constant only in a static field.
  private static final int[] REGISTER = FORMS.register;
  private static final short[] IN_REGISTER = FORMS.inRegister;
  private static final short[] SIZES = FORMS.sizes;
  private static final Access[] ACCESS = Access.values();

  /// Bits of registers in sets, at the register's number plus one: [Operand#NO_REGISTER] has none.
  private static final long[] BITS = bits();

  /// Rows whose registers depend on more than the operands: repeated ones count in rCX.
  private static final long ADJUSTED = Mark.REP.bit() | Mark.REPZ.bit() | Mark.IDIOM.bit();

  private static final long COUNTER = 1L << X86Registers.RCX;

  private Operands() {}

  private static boolean isIdiom(Instruction instruction) {
    Operand first = instruction.operand(0);
    Operand second = instruction.operand(1);
    return first.isRegister()
        && second.isRegister()
        && first.register() == second.register()
        && first.size() >= 4;
  }

  private static long[] bits() {
    long[] bits = new long[256];
    for (int i = 0; i < 64; i++) {
      bits[i + 1] = 1L << i;
    }
    for (int i = 0; i < 4; i++) {
      bits[X86Registers.AH + i + 1] = 1L << i;
    }
    bits[X86Registers.RIP + 1] = 0;
    return bits;
  }

  /// @param at behind ModRM, SIB and displacement
  /// @param delta what makes an address of an index into `bytes`
  /// @param memory whether [Addressing] has filled the row's memory operand
  /// @return the instruction's end, or -1 where the bytes end before
  static int read(
      byte[] bytes,
      int at,
      int end,
      long delta,
      int opcode,
      int modrm,
      long context,
      int row,
      boolean memory,
      Instruction into) {
    int filled = memory ? FORMS.rmOperand[row] : -1;
    int variant = Context.sizeVariant(context);
    long read = FORMS.reads[row];
    long written = FORMS.writes[row];
    long numbers = RegisterField.numbers(opcode, modrm, context);
    int count = 0;
    for (long spec = FORMS.operands[row]; spec != 0; spec >>>= Forms.OPERAND_BITS) {
      int type = (int) spec & 0xff;
      int access = (int) spec >> 8 & 3;
      Operand operand = into.operand(count);
      if (count == filled) {
        read |= BITS[operand.base() + 1] | BITS[operand.index() + 1];
      } else {
        int size = SIZES[IN_REGISTER[type] + variant];
        int packed = REGISTER[type];
        if (packed != RegisterField.NONE) {
          int register = RegisterField.of(numbers, packed, size, context);
          long bit = BITS[register + 1];
          operand.register(register, RegisterField.size(register, size), ACCESS[access]);
          // A write of one or two bytes leaves the rest of a general register.
          boolean merges = size < 4 && register < X86Registers.ES;
          read |= (access & 1) != 0 || merges && access != 0 ? bit : 0;
          written |= (access & 2) != 0 ? bit : 0;
        } else {
          int method = FORMS.method[type];
          at =
              Numbers.read(
                  bytes, at, end, delta, method, size, ACCESS[access], context, into, count);
          if (at < 0) {
            return -1;
          }
          read |= operand.isMemory() ? BITS[operand.base() + 1] | BITS[operand.index() + 1] : 0;
          count += method == Method.FAR ? 1 : 0;
        }
      }
      count++;
    }
    into.operands(count);
    if (Context.has(context, Context.EVEX) && count > 0) {
      read |= masked(context, into.operand(0));
    }
    long traits = FORMS.traits[row];
    if ((traits & ADJUSTED) != 0) {
      if ((traits & Mark.IDIOM.bit()) != 0) {
        read = isIdiom(into) ? 0 : read;
      } else if (Context.prefix(context) >= 2) {
        read |= COUNTER;
        written |= COUNTER;
      }
    }
    into.registers(read, written);
    if (filled >= 0 && into.operand(filled).base() == X86Registers.RIP) {
      Operand operand = into.operand(filled);
      operand.displacement(operand.displacement() + delta + at);
    }
    return at;
  }

  /// A merging mask keeps elements of the destination.
  ///
  /// @return the bit of the destination where it is read for that
  private static long masked(long context, Operand destination) {
    int mask = Context.mask(context);
    if (mask == 0) {
      return 0;
    }
    boolean zeroing = Context.has(context, Context.ZEROING);
    destination.detail(destination.detail() | mask | (zeroing ? Encoded.DETAIL_ZEROING : 0));
    if (zeroing || destination.access() != Access.WRITE) {
      return 0;
    }
    destination.access(Access.READ_WRITE);
    return destination.isRegister() ? BITS[destination.register() + 1] : 0;
  }
}
