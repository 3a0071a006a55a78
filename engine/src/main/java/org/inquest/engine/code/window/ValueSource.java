package org.inquest.engine.code.window;

import java.util.List;
import java.util.Optional;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;

/// Where a register's value at the program counter came from, as far back as the bytes before it
/// reach and control went in a straight line: a jump into the middle is not seen.
public sealed interface ValueSource {

  /// The register that held the value at the source, which may be another than was asked for.
  int register();

  /// What was added on the way from the source to the program counter.
  long added();

  /// Loaded from memory.
  ///
  /// @param by the load
  /// @param operand the place
  /// @param index of the load in [CodeWindow#before]
  record Loaded(int register, long added, Instruction by, Operand operand, int index)
      implements ValueSource {}

  /// Returned by a function.
  ///
  /// @param by the call
  record Returned(int register, long added, Instruction by) implements ValueSource {}

  /// A number in the code.
  record Constant(int register, long added, Instruction by, long value) implements ValueSource {}

  /// Computed from other values.
  ///
  /// @param index of the instruction in [CodeWindow#before]
  record Computed(int register, long added, Instruction by, int index) implements ValueSource {}

  /// A call in between may have changed the register, and its callee is not known.
  record Clobbered(int register, long added, Instruction by) implements ValueSource {}

  /// The line before ends at a jump or a return: what came before did not lead here.
  record Cut(int register, long added, Instruction by) implements ValueSource {}

  /// Set before the first byte that is known.
  record Earlier(int register, long added) implements ValueSource {}

  /// Follows a register backwards.
  ///
  /// @param register its number in the window's instruction set
  static ValueSource of(CodeWindow window, int register) {
    return between(window, register, 0, window.before().size());
  }

  /// Follows the value that a register has before an instruction.
  ///
  /// @param first how far to go back: an index in [CodeWindow#before]
  /// @param index of the instruction there; their number for the one at the program counter
  static ValueSource between(CodeWindow window, int register, int first, int index) {
    int asked = register;
    long added = 0;
    List<Instruction> code = window.before();
    for (int i = Math.min(index, code.size()) - 1; i >= Math.max(first, 0); i--) {
      Instruction insn = code.get(i);
      if (!insn.flow().fallsThrough() || insn.length() == 0) {
        return new Cut(asked, added, insn);
      }
      if (insn.flow() == Flow.CALL) {
        if (window.isa().calls().results().contains(asked)) {
          return new Returned(asked, added, insn);
        }
        if (asked < Long.SIZE && (window.isa().calls().clobbered() >>> asked & 1) != 0) {
          return new Clobbered(asked, added, insn);
        }
      }
      if (!insn.writes(asked)) {
        continue;
      }
      Optional<Long> step = step(insn, asked);
      if (step.isPresent()) {
        added += step.get();
        continue;
      }
      if (isSum(insn, window.isa().registers().programCounter())) {
        asked = insn.operand(1).base();
        added += insn.operand(1).displacement();
        continue;
      }
      if (isMove(insn)) {
        asked = insn.operand(1).register();
        continue;
      }
      return written(insn, asked, added, i);
    }
    return new Earlier(asked, added);
  }

  private static ValueSource written(Instruction insn, int register, long added, int index) {
    Operand to = insn.operand(0);
    boolean whole = to.isRegister() && to.register() == register && to.size() >= 4;
    int memory = insn.memoryOperand();
    if (whole && clears(insn)) {
      return new Constant(register, added, insn, 0);
    }
    if (whole
        && insn.mnemonic().startsWith("mov")
        && insn.operand(1).kind() == Operand.Kind.IMMEDIATE) {
      // movk changes a part of the register only.
      return insn.reads(register)
          ? new Computed(register, added, insn, index)
          : new Constant(register, added, insn, insn.operand(1).value());
    }
    boolean load = memory > 0 && isLoad(insn.mnemonic()) && insn.operand(memory).access().reads();
    // A64's ldp loads two.
    boolean mine = whole || to.isRegister() && insn.operand(1).isRegister();
    return load && mine
        ? new Loaded(register, added, insn, insn.operand(memory), index)
        : new Computed(register, added, insn, index);
  }

  private static boolean isLoad(String mnemonic) {
    return mnemonic.startsWith("mov") || mnemonic.startsWith("ld");
  }

  private static boolean isMove(Instruction insn) {
    Operand to = insn.operand(0);
    Operand from = insn.operand(1);
    return insn.mnemonic().equals("mov")
        && insn.operandCount() == 2
        && to.isRegister()
        && from.isRegister()
        && to.size() == from.size()
        && to.size() >= 4
        && from.register() < Long.SIZE;
  }

  /// `lea` of one register and a number: the register plus the number.
  private static boolean isSum(Instruction insn, int counter) {
    Operand from = insn.operand(1);
    return insn.mnemonic().equals("lea")
        && insn.operand(0).isRegister()
        && insn.operand(0).size() == 8
        && from.isMemory()
        && from.index() == Operand.NO_REGISTER
        && from.base() != Operand.NO_REGISTER
        && from.base() != counter;
  }

  /// `xor %eax,%eax` and its like depend on nothing.
  private static boolean clears(Instruction insn) {
    Operand to = insn.operand(0);
    Operand from = insn.operand(1);
    return (insn.mnemonic().equals("xor") || insn.mnemonic().equals("sub"))
        && from.isRegister()
        && from.register() == to.register()
        && !insn.reads(to.register());
  }

  /// What an `add` or `sub` of a number to the register adds.
  private static Optional<Long> step(Instruction insn, int register) {
    int last = insn.operandCount() - 1;
    boolean add = insn.mnemonic().equals("add");
    boolean sub = insn.mnemonic().equals("sub");
    if (!add && !sub
        || last < 1
        || !insn.operand(0).isRegister()
        || insn.operand(0).register() != register
        || insn.operand(last).kind() != Operand.Kind.IMMEDIATE
        || last == 2 && insn.operand(1).register() != register) {
      return Optional.empty();
    }
    long number = insn.operand(last).value();
    return Optional.of(add ? number : -number);
  }
}
