package org.inquest.engine.code.check;

import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;
import org.inquest.engine.code.Operand.Kind;
import org.inquest.engine.code.check.PathState.Flags;
import org.inquest.engine.code.check.PathState.Pair;
import org.inquest.engine.code.check.Terms.Term;
import org.inquest.engine.code.x86.X86Registers;

/// What the instructions of x86-64 other than calls and jumps do to what a path knows. The common
/// ones are followed; of the others it is only known what they write.
final class PathSteps {
  private static final int WORD = Long.BYTES;

  private final Terms terms;
  private final int programCounter;
  private final int zero;

  PathSteps(Program program, Terms terms) {
    this.terms = terms;
    this.programCounter = program.isa().registers().programCounter();
    this.zero = terms.constant(0);
  }

  void step(Instruction insn, PathState state) {
    Operand first = insn.operand(0);
    Operand second = insn.operand(1);
    String name = insn.mnemonic();
    switch (name) {
      case "mov", "movabs" -> move(insn, state);
      case "movzx" -> set(state, first, value(state, second));
      case "movsx", "movsxd" ->
          set(state, first, terms.signed(value(state, second), Math.max(1, second.size())));
      // Patched at run time: jump labels, ftrace and alternatives begin as one of these.
      case "nop" -> {}
      case "xchg" -> exchange(insn, state);
      case "cdqe" ->
          state.register(
              X86Registers.RAX,
              terms.signed(
                  terms.low(state.register(X86Registers.RAX), Integer.BYTES), Integer.BYTES));
      case "lea" -> set(state, first, address(state, second));
      case "push" -> push(state, value(state, first));
      case "pop" -> pop(state, first);
      case "leave" -> {
        state.register(X86Registers.RSP, state.register(X86Registers.RBP));
        popInto(state, X86Registers.RBP);
      }
      case "cmp" -> compare(state, value(state, first), value(state, second), first.size());
      case "test" -> test(state, first, second);
      case "and" -> {
        int made = terms.and(value(state, first), value(state, second));
        set(state, first, made);
        compare(state, terms.low(made, first.size()), zero, first.size());
      }
      case "add", "sub", "inc", "dec" -> arithmetic(insn, state, name);
      case "xor", "or", "shl", "shr", "sar", "imul", "neg" -> combine(insn, state);
      case "bt" -> bit(state, first, second);
      default -> {
        if (name.startsWith("set") && insn.operandCount() == 1 && first.size() == 1) {
          truth(state, name.substring("set".length()), first);
        } else {
          other(insn, state);
        }
      }
    }
  }

  /// Copies an operand, as `mov` does, and `cmov` where its condition holds.
  void move(Instruction insn, PathState state) {
    set(state, insn.operand(0), value(state, insn.operand(1)));
  }

  /// A `cmov` that does not move clears the upper half of a register all the same.
  void widen(Instruction insn, PathState state) {
    set(state, insn.operand(0), value(state, insn.operand(0)));
  }

  /// Takes note of a comparison's outcome.
  ///
  /// @return whether it can be
  boolean narrow(PathState state, Pair pair, int outcomes) {
    Term left = terms.get(pair.a());
    boolean toZero = terms.isConstant(pair.b()) && terms.get(pair.b()).value() == 0;
    if (left.kind() == Terms.Kind.TRUTH && toZero) {
      // A test of what `setcc` made is a test of its own comparison.
      boolean isZero = outcomes == Outcomes.EQUAL;
      if (isZero || (outcomes & Outcomes.EQUAL) == 0) {
        int mask = (int) (left.value() & Outcomes.ALL);
        int size = (int) (left.value() >>> Byte.SIZE);
        return narrow(
            state, new Pair(left.a(), left.b(), size), isZero ? Outcomes.ALL & ~mask : mask);
      }
    }
    if (left.kind() == Terms.Kind.SIGNED && toZero) {
      // The sign-extended number lies to 0 as the number does.
      return narrow(state, new Pair(left.a(), pair.b(), left.b()), outcomes);
    }
    if (pair.a() > pair.b() && !terms.isConstant(pair.b())) {
      Pair other = new Pair(pair.b(), pair.a(), pair.size());
      return narrow(state, other, Outcomes.mirrored(outcomes));
    }
    int still = state.possible(pair) & outcomes;
    if (still == 0) {
      return false;
    }
    state.learn(pair, still);
    return true;
  }

  private void compare(PathState state, int a, int b, int size) {
    state.flags =
        terms.isUnknown(a) || terms.isUnknown(b) ? null : new Flags(a, b, size, Flags.Means.ALL);
  }

  private void test(PathState state, Operand first, Operand second) {
    boolean same =
        first.isRegister() && second.isRegister() && first.register() == second.register();
    int value = value(state, first);
    compare(state, same ? value : terms.and(value, value(state, second)), zero, first.size());
  }

  private void exchange(Instruction insn, PathState state) {
    Operand first = insn.operand(0);
    Operand second = insn.operand(1);
    boolean nothing =
        first.isRegister() && second.isRegister() && first.register() == second.register();
    if (!nothing) {
      other(insn, state);
    }
  }

  private void arithmetic(Instruction insn, PathState state, String name) {
    Operand to = insn.operand(0);
    int old = value(state, to);
    int by = insn.operandCount() > 1 ? value(state, insn.operand(1)) : terms.constant(1);
    boolean minus = name.equals("sub") || name.equals("dec");
    Term number = terms.get(by);
    int made;
    if (number.kind() == Terms.Kind.CONSTANT) {
      int shift = Long.SIZE - 8 * Math.clamp(to.size(), 1, WORD);
      long signed = number.value() << shift >> shift;
      made = terms.low(terms.sum(old, minus ? -signed : signed), to.size());
    } else {
      made =
          old == by && minus
              ? zero
              : terms.pair(old, by, minus ? insn.mnemonicIndex() : Terms.ADDED);
    }
    set(state, to, made);
    if (name.equals("sub")) {
      compare(state, old, by, to.size());
    } else {
      compare(state, terms.low(made, to.size()), zero, to.size());
      Flags flags = state.flags;
      if (flags != null) {
        state.flags = new Flags(flags.a(), flags.b(), flags.size(), Flags.Means.ZERO);
      }
    }
  }

  private void combine(Instruction insn, PathState state) {
    Operand to = insn.operand(0);
    int old = value(state, to);
    int by = insn.operandCount() > 1 ? value(state, insn.operand(1)) : zero;
    String name = insn.mnemonic();
    int made;
    if (name.equals("xor") && old == by && to.isRegister()) {
      made = zero;
    } else if (insn.operandCount() > 2) {
      made = terms.pair(by, value(state, insn.operand(2)), insn.mnemonicIndex());
    } else if (name.equals("or") && terms.isConstant(old) && terms.isConstant(by)) {
      made = terms.constant(terms.get(old).value() | terms.get(by).value());
    } else {
      made = terms.pair(old, by, insn.mnemonicIndex());
    }
    set(state, to, made);
    state.flags = null;
    if ((name.equals("xor") || name.equals("or")) && !terms.isUnknown(made)) {
      state.flags = new Flags(terms.low(made, to.size()), zero, to.size(), Flags.Means.ALL);
    }
  }

  /// `bt` puts a bit into the carry flag.
  private void bit(PathState state, Operand first, Operand second) {
    state.flags = null;
    if (second.kind() == Kind.IMMEDIATE && first.isRegister()) {
      int made = terms.and(value(state, first), terms.constant(1L << (second.value() & 63)));
      state.flags =
          terms.isUnknown(made) ? null : new Flags(made, zero, first.size(), Flags.Means.CARRY);
    }
  }

  private void truth(PathState state, String condition, Operand to) {
    Flags flags = state.flags;
    int mask = flags == null ? Outcomes.UNKNOWN : flags.outcomes(condition);
    if (flags == null || mask == Outcomes.UNKNOWN) {
      set(state, to, terms.unknown());
      return;
    }
    int possible = state.possible(new Pair(flags.a(), flags.b(), flags.size()));
    if ((possible & mask) == 0 || (possible & ~mask) == 0) {
      set(state, to, terms.constant((possible & mask) == 0 ? 0 : 1));
    } else {
      long value = (long) flags.size() << Byte.SIZE | mask;
      set(state, to, terms.of(Terms.Kind.TRUTH, flags.a(), flags.b(), value));
    }
  }

  private void other(Instruction insn, PathState state) {
    long address = insn.address();
    for (int i = 0; i < PathState.REGISTERS; i++) {
      if (insn.writes(i) && i != X86Registers.RSP) {
        state.register(i, terms.of(Terms.Kind.MADE, i, state.loops, address));
      }
    }
    for (int i = 0; i < insn.operandCount(); i++) {
      Operand operand = insn.operand(i);
      if (operand.isMemory() && operand.access().writes()) {
        int made = terms.of(Terms.Kind.MADE, PathState.REGISTERS + i, state.loops, address);
        state.store(address(state, operand), made, operand.size());
      }
    }
    if (insn.writes(X86Registers.FLAGS)) {
      state.flags = null;
    }
  }

  private void push(PathState state, int value) {
    int top = terms.sum(state.register(X86Registers.RSP), -WORD);
    state.register(X86Registers.RSP, top);
    state.store(top, value, WORD);
  }

  private void pop(PathState state, Operand to) {
    if (to.isRegister()) {
      popInto(state, to.register());
    } else {
      state.register(X86Registers.RSP, terms.sum(state.register(X86Registers.RSP), WORD));
    }
  }

  private void popInto(PathState state, int register) {
    int top = state.register(X86Registers.RSP);
    state.register(register, state.load(top, WORD));
    state.register(X86Registers.RSP, terms.sum(top, WORD));
  }

  private int value(PathState state, Operand operand) {
    return switch (operand.kind()) {
      case REGISTER -> {
        boolean high =
            operand.register() >= X86Registers.AH && operand.register() < X86Registers.ES;
        yield high
            ? terms.unknown()
            : terms.low(state.register(operand.register()), Math.max(1, operand.size()));
      }
      case IMMEDIATE -> terms.low(terms.constant(operand.value()), sizeOf(operand));
      case MEMORY -> state.load(address(state, operand), sizeOf(operand));
      default -> terms.unknown();
    };
  }

  private static int sizeOf(Operand operand) {
    return operand.size() == 0 ? WORD : operand.size();
  }

  private void set(PathState state, Operand to, int value) {
    if (to.isMemory()) {
      state.store(address(state, to), terms.low(value, sizeOf(to)), sizeOf(to));
    } else if (to.isRegister()) {
      // A write of the low half clears the upper; one of a byte or two leaves the rest as it was.
      if (to.size() >= Integer.BYTES) {
        state.register(to.register(), terms.low(value, to.size()));
      } else if (to.register() >= X86Registers.AH) {
        state.register(to.register() - X86Registers.AH, terms.unknown());
      } else {
        int old = terms.get(state.register(to.register())).kind() == Terms.Kind.CONSTANT ? 0 : 1;
        state.register(to.register(), old == 0 || isTruth(value) ? value : terms.unknown());
      }
    }
  }

  private boolean isTruth(int value) {
    Terms.Kind kind = terms.get(value).kind();
    return kind == Terms.Kind.TRUTH || kind == Terms.Kind.CONSTANT;
  }

  private int address(PathState state, Operand memory) {
    if (memory.isAbsolute(programCounter) && memory.segment() == Operand.NO_REGISTER) {
      return terms.constant(memory.displacement());
    }
    int base =
        memory.base() == Operand.NO_REGISTER || memory.base() == programCounter
            ? zero
            : state.register(memory.base());
    if (memory.index() != Operand.NO_REGISTER) {
      base = terms.pair(base, state.register(memory.index()), memory.scale());
    }
    int address = terms.sum(base, memory.displacement());
    return memory.segment() == X86Registers.GS || memory.segment() == X86Registers.FS
        ? terms.pair(address, zero, -memory.segment())
        : address;
  }
}
