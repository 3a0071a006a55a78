package org.inquest.engine.code.check;

import java.util.Set;
import org.inquest.engine.code.Access;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;
import org.inquest.engine.code.Operand.Kind;

/// What an instruction other than a call or jump does with a value that is followed: copies it,
/// tests it, uses it as an address, overwrites it.
final class ValueMoves {
  private static final Set<String> COPIES = Set.of("mov", "ldr", "str", "ldur", "stur");
  private static final Set<String> TESTS =
      Set.of("test", "cmp", "cbz", "cbnz", "tst", "cmn", "ccmp", "tbz", "tbnz", "subs", "cmpxchg");

  private static final int POINTER = 8;

  private final int stackPointer;

  ValueMoves(Program program) {
    this.stackPointer = program.isa().registers().stackPointer();
  }

  /// Whether the value, or value plus a constant or an index, is an address that the instruction
  /// reads or writes.
  boolean dereferences(Instruction insn, ValueState state) {
    for (int i = 0; i < insn.operandCount(); i++) {
      Operand operand = insn.operand(i);
      // A value added to a segment's base is an offset (per-CPU memory), not an address.
      if (operand.isMemory()
          && operand.access() != Access.NONE
          && operand.segment() == Operand.NO_REGISTER
          && state.in(operand.base())
          && !insn.mnemonic().startsWith("prefetch")
          && !insn.mnemonic().startsWith("nop")) {
        return true;
      }
    }
    return false;
  }

  /// Whether the value is compared with anything; or a word of memory with 0, after the value was
  /// written to one: compilers test what they have just stored where it is now.
  boolean tests(Instruction insn, ValueState state) {
    if (!TESTS.contains(insn.mnemonic())) {
      return false;
    }
    for (int i = 0; i < insn.operandCount(); i++) {
      Operand operand = insn.operand(i);
      if (operand.isRegister() && state.in(operand.register())
          || isSlot(operand, state) && state.inSlot(slot(operand, state))
          || state.stored() && operand.isMemory() && isZero(insn.operand(1))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isZero(Operand operand) {
    return operand.kind() == Kind.IMMEDIATE && operand.value() == 0;
  }

  /// Where the value is behind the instruction.
  ValueState step(Instruction insn, ValueState state) {
    String name = insn.mnemonic();
    ValueState next = state;
    if (name.equals("push") || name.equals("pop")) {
      return stack(insn, state, name.equals("push"));
    }
    Operand to = insn.operand(0);
    Operand from = insn.operand(1);
    if (insn.writes(stackPointer)) {
      return adjust(insn, state).registers(state.registers() & ~insn.writeSet());
    }
    boolean copy = COPIES.contains(name) && insn.operandCount() == 2;
    if (copy && name.startsWith("st")) {
      to = insn.operand(1);
      from = insn.operand(0);
    }
    boolean holds =
        copy
            && (from.isRegister() && from.size() == POINTER && state.in(from.register())
                || isSlot(from, state)
                    && from.size() == POINTER
                    && state.inSlot(slot(from, state)));
    if (isSlot(to, state) && to.access().writes()) {
      next = next.slot(slot(to, state), holds && to.size() == POINTER);
    } else if (holds && to.isMemory()) {
      next = next.storedElsewhere();
    }
    long registers = state.registers() & ~insn.writeSet();
    if (holds && to.isRegister() && to.size() == POINTER) {
      registers |= 1L << to.register();
    }
    return next.registers(registers);
  }

  private ValueState stack(Instruction insn, ValueState state, boolean push) {
    if (state.stack() == ValueState.UNKNOWN) {
      return state.registers(state.registers() & ~insn.writeSet());
    }
    Operand operand = insn.operand(0);
    if (push) {
      ValueState lower = state.movedStack(state.stack() - POINTER);
      boolean holds = operand.isRegister() && state.in(operand.register());
      return lower.slot(lower.stack(), holds);
    }
    boolean holds = state.inSlot(state.stack());
    long registers = state.registers() & ~insn.writeSet();
    if (holds && operand.isRegister()) {
      registers |= 1L << operand.register();
    }
    return state.movedStack(state.stack() + POINTER).registers(registers);
  }

  private ValueState adjust(Instruction insn, ValueState state) {
    Operand amount = insn.operand(Math.max(insn.operandCount() - 1, 0));
    if (state.stack() != ValueState.UNKNOWN && amount.kind() == Kind.IMMEDIATE) {
      int bytes = (int) amount.value();
      if (insn.mnemonic().equals("sub")) {
        return state.movedStack(state.stack() - bytes);
      }
      if (insn.mnemonic().equals("add")) {
        return state.movedStack(state.stack() + bytes);
      }
    }
    return state.movedStack(ValueState.UNKNOWN);
  }

  private boolean isSlot(Operand operand, ValueState state) {
    return operand.isMemory()
        && operand.base() == stackPointer
        && operand.index() == Operand.NO_REGISTER
        && state.stack() != ValueState.UNKNOWN;
  }

  private static int slot(Operand operand, ValueState state) {
    return state.stack() + (int) operand.displacement();
  }
}
