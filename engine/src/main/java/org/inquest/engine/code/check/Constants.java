package org.inquest.engine.code.check;

import java.util.Arrays;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;
import org.inquest.engine.code.Operand.Kind;

/// Which registers hold a number known from the instructions before, along one straight run of
/// code. For one thread.
///
/// Knows `mov $n`, `lea n(%rip)`, `xor` of a register with itself and `or $n`, which is how
/// arguments are made; anything else makes a register unknown.
final class Constants {
  private static final int REGISTERS = Long.SIZE;

  private final Program program;
  private final long[] values = new long[REGISTERS];
  private final boolean[] known = new boolean[REGISTERS];

  /// Bits that are one whatever the rest is.
  private final long[] ones = new long[REGISTERS];

  Constants(Program program) {
    this.program = program;
  }

  /// Control comes from elsewhere too: nothing is known.
  void forget() {
    Arrays.fill(known, false);
    Arrays.fill(ones, 0);
  }

  void copyFrom(Constants other) {
    System.arraycopy(other.values, 0, values, 0, REGISTERS);
    System.arraycopy(other.known, 0, known, 0, REGISTERS);
    System.arraycopy(other.ones, 0, ones, 0, REGISTERS);
  }

  boolean isKnown(int register) {
    return register >= 0 && register < REGISTERS && known[register];
  }

  long value(int register) {
    return values[register];
  }

  /// Bits that a register has set for sure.
  long ones(int register) {
    if (register < 0 || register >= REGISTERS) {
      return 0;
    }
    return known[register] ? values[register] : ones[register];
  }

  /// What an instruction changes.
  void step(Instruction insn) {
    if (insn.flow() == Flow.CALL) {
      drop(program.calls().clobbered());
      return;
    }
    int target =
        insn.operandCount() > 0 && insn.operand(0).isRegister() ? insn.operand(0).register() : -1;
    if (target < 0 || target >= REGISTERS || !insn.writes(target)) {
      drop(insn.writeSet());
      return;
    }
    String name = insn.mnemonic();
    Operand source = insn.operand(1);
    if ((name.equals("mov") || name.equals("movabs")) && source.kind() == Kind.IMMEDIATE) {
      set(target, truncated(source.value(), insn.operand(0).size()));
    } else if (name.equals("mov") && source.isRegister() && isKnown(source.register())) {
      set(target, truncated(values[source.register()], insn.operand(0).size()));
    } else if (name.equals("lea")
        && source.isMemory()
        && source.isAbsolute(program.isa().registers().programCounter())) {
      set(target, source.displacement());
    } else if (isZeroing(insn, name)) {
      set(target, 0);
    } else if (name.equals("or") && source.kind() == Kind.IMMEDIATE) {
      or(target, source.value());
    } else {
      drop(insn.writeSet());
    }
  }

  private static boolean isZeroing(Instruction insn, String name) {
    return (name.equals("xor") || name.equals("sub"))
        && insn.operand(1).isRegister()
        && insn.operand(1).register() == insn.operand(0).register();
  }

  private void or(int register, long bits) {
    if (known[register]) {
      values[register] |= bits;
    } else {
      ones[register] |= bits;
    }
  }

  private void set(int register, long value) {
    known[register] = true;
    values[register] = value;
    ones[register] = 0;
  }

  private void drop(long registers) {
    for (int i = 0; i < REGISTERS; i++) {
      if ((registers >>> i & 1) != 0) {
        known[i] = false;
        ones[i] = 0;
      }
    }
  }

  private static long truncated(long value, int size) {
    return size == 4 ? value & 0xffff_ffffL : value;
  }
}
