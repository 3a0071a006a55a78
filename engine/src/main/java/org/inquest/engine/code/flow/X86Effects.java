package org.inquest.engine.code.flow;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;
import org.inquest.engine.code.flow.Origin.Why;
import org.inquest.engine.code.x86.X86Registers;

/// The effect of x86-64 instructions on places (Intel SDM volume 2), and of calls by the System V
/// ABI for AMD64, 3.2.
final class X86Effects {
  private static final int WORD = 8;

  /// Writing 32 bits of a register clears the others; writing fewer keeps them (SDM volume 1,
  /// 3.4.1.1).
  private static final int HALF = 4;

  private static final int GENERAL = 16;

  private final FunctionCode code;
  private final StackHeights heights;

  /// Slots whose address is put into a register.
  private final Set<Long> escaped = new HashSet<>();

  X86Effects(FunctionCode code) {
    this.code = code;
    this.heights = new StackHeights(code);
    for (int i = 0; i < code.size(); i++) {
      if (code.reached(i)) {
        address(i).ifPresent(escaped::add);
      }
    }
  }

  /// The stack address that an instruction puts into a register other than the stack's own.
  private OptionalLong address(int i) {
    Instruction insn = code.instruction(i);
    Operand to = insn.operand(0);
    Operand from = insn.operand(1);
    if (!to.isRegister()
        || to.register() == X86Registers.RSP
        || to.register() == X86Registers.RBP) {
      return OptionalLong.empty();
    }
    return switch (insn.mnemonic()) {
      case "lea" -> heights.slot(i, from);
      case "mov" ->
          from.isRegister() && from.register() == X86Registers.RSP
              ? heights.at(i)
              : OptionalLong.empty();
      default -> OptionalLong.empty();
    };
  }

  StackHeights heights() {
    return heights;
  }

  /// Whether something whose address was handed out lies below a slot, and might reach into it.
  boolean doubtful(Location place) {
    return place.kind() == Location.Kind.SLOT
        && place.number() < 0
        && escaped.stream().anyMatch(e -> e < place.number());
  }

  /// What an instruction has to do with the value that a place holds behind it.
  Step of(int i, Location place) {
    Instruction insn = code.instruction(i);
    if (insn.flow() == Flow.CALL) {
      return code.hook(i) ? Step.SAME : call(insn, place);
    }
    return place.kind() == Location.Kind.SLOT ? slot(i, insn, place) : register(i, insn, place);
  }

  private Step call(Instruction insn, Location place) {
    if (place.kind() == Location.Kind.SLOT) {
      return handedOut(place) ? unknown(Why.ESCAPED, insn) : Step.SAME;
    }
    int register = (int) place.number();
    if (register == X86Registers.RAX) {
      OptionalLong callee =
          insn.hasTarget() && !thunk(insn.target())
              ? OptionalLong.of(insn.target())
              : OptionalLong.empty();
      return new Step.Made(new Origin.Result(insn.address(), callee));
    }
    boolean changed = (code.isa().calls().clobbered() >>> register & 1) != 0;
    return changed ? unknown(Why.CLOBBERED, insn) : Step.SAME;
  }

  /// Retpolines: a call through a register in disguise (arch/x86/lib/retpoline.S).
  private boolean thunk(long target) {
    return code.name(target).startsWith("__x86_indirect_");
  }

  private boolean handedOut(Location slot) {
    return escaped.stream().anyMatch(e -> slot.overlaps(e, 1));
  }

  private static Step unknown(Why why, Instruction at) {
    return new Step.Made(new Origin.Unknown(why, at.address()));
  }

  private static Step constant(long value) {
    return new Step.Made(new Origin.Constant(value));
  }

  private Step register(int i, Instruction insn, Location place) {
    int register = (int) place.number();
    if (!insn.writes(register)) {
      return Step.SAME;
    }
    Operand to = insn.operand(0);
    Operand from = insn.operand(1);
    boolean named = to.isRegister() && to.register() == register;
    String name = insn.mnemonic();
    if (name.startsWith("cmov") && named && to.size() >= HALF) {
      return conditional(i, insn, place, from);
    }
    if (name.equals("leave") && register == X86Registers.RBP) {
      OptionalLong saved = heights.framePointer(i);
      return saved.isPresent() ? from(saved.getAsLong(), place) : unknown(Why.NO_STACK, insn);
    }
    if (!named || to.size() < HALF) {
      boolean swap = name.equals("xchg") && from.isRegister() && from.register() == register;
      return swap && to.isRegister() ? moved(i, insn, place, to) : unknown(Why.COMPUTED, insn);
    }
    return switch (name) {
      case "mov", "movabs" -> moved(i, insn, place, from);
      case "movzx", "movsx", "movsxd" -> moved(i, insn, place.atMost(from.size()), from);
      case "xchg" -> from.isRegister() ? moved(i, insn, place, from) : unknown(Why.COMPUTED, insn);
      case "lea" -> addressOf(i, insn, from);
      case "pop" -> popped(i, insn, place);
      default -> computed(insn, place, to, from);
    };
  }

  private static Step from(long slot, Location place) {
    return new Step.From(List.of(Location.slot(slot).atMost(place.bytes())));
  }

  private Step conditional(int i, Instruction insn, Location place, Operand from) {
    return moved(i, insn, place, from) instanceof Step.From other
        ? new Step.From(List.of(place, other.places().getFirst()))
        : unknown(Why.COMPUTED, insn);
  }

  /// A copy from an operand.
  private Step moved(int i, Instruction insn, Location place, Operand from) {
    return switch (from.kind()) {
      case IMMEDIATE -> constant(from.size() == HALF ? from.value() & 0xffff_ffffL : from.value());
      case REGISTER ->
          from.register() < GENERAL
              ? new Step.From(
                  List.of(Location.register(from.register()).atMost(bytes(place, from))))
              : unknown(Why.COMPUTED, insn);
      case MEMORY -> loaded(i, insn, place, from);
      default -> unknown(Why.COMPUTED, insn);
    };
  }

  private static int bytes(Location place, Operand from) {
    return Math.min(place.bytes(), from.size());
  }

  private Step loaded(int i, Instruction insn, Location place, Operand from) {
    OptionalLong slot = heights.slot(i, from);
    if (slot.isPresent()) {
      return from(slot.getAsLong(), place.atMost(from.size()));
    }
    if (heights.onStack(i, from)) {
      return unknown(Why.NO_STACK, insn);
    }
    if (from.index() != Operand.NO_REGISTER) {
      return unknown(Why.COMPUTED, insn);
    }
    boolean absolute = from.isAbsolute(X86Registers.RIP);
    if (from.segment() == X86Registers.GS) {
      return absolute
          ? new Step.Made(new Origin.PerCpu(from.displacement(), insn.address()))
          : unknown(Why.COMPUTED, insn);
    }
    return absolute
        ? new Step.Made(
            new Origin.Load(
                new Origin.Constant(from.displacement()), 0, from.size(), insn.address()))
        : new Step.Read(Location.register(from.base()), from.displacement(), from.size());
  }

  private Step addressOf(int i, Instruction insn, Operand from) {
    OptionalLong slot = heights.slot(i, from);
    if (slot.isPresent()) {
      return new Step.Made(new Origin.StackAddress(slot.getAsLong()));
    }
    if (from.isAbsolute(X86Registers.RIP)) {
      return constant(from.displacement());
    }
    boolean indexed = from.index() != Operand.NO_REGISTER;
    if (indexed && from.base() == Operand.NO_REGISTER && from.scale() == 1) {
      return new Step.Plus(Location.register(from.index()), from.displacement());
    }
    return indexed
        ? unknown(Why.COMPUTED, insn)
        : new Step.Plus(Location.register(from.base()), from.displacement());
  }

  private Step popped(int i, Instruction insn, Location place) {
    OptionalLong sp = heights.at(i);
    return sp.isPresent() ? from(sp.getAsLong(), place) : unknown(Why.NO_STACK, insn);
  }

  private Step computed(Instruction insn, Location place, Operand to, Operand from) {
    boolean self = from.isRegister() && from.register() == to.register();
    boolean number = from.kind() == Operand.Kind.IMMEDIATE;
    boolean whole = to.size() == WORD;
    return switch (insn.mnemonic()) {
      case "xor", "sub" -> {
        if (self) {
          yield constant(0);
        }
        yield whole && number && insn.mnemonic().equals("sub")
            ? new Step.Plus(place, -from.value())
            : unknown(Why.COMPUTED, insn);
      }
      case "add" ->
          whole && number ? new Step.Plus(place, from.value()) : unknown(Why.COMPUTED, insn);
      case "inc" -> whole ? new Step.Plus(place, 1) : unknown(Why.COMPUTED, insn);
      case "dec" -> whole ? new Step.Plus(place, -1) : unknown(Why.COMPUTED, insn);
      case "and" -> number && from.value() == 0 ? constant(0) : unknown(Why.COMPUTED, insn);
      case "or" ->
          number && from.value() == -1
              ? constant(whole ? -1 : 0xffff_ffffL)
              : unknown(Why.COMPUTED, insn);
      default -> unknown(Why.COMPUTED, insn);
    };
  }

  /// The slot that an instruction writes, whole; empty where it writes none.
  OptionalLong written(int i) {
    Instruction insn = code.instruction(i);
    if (insn.mnemonic().equals("push")) {
      OptionalLong sp = heights.at(i);
      return sp.isPresent() ? OptionalLong.of(sp.getAsLong() - WORD) : sp;
    }
    Operand to = insn.operand(0);
    return to.isMemory() && to.access().writes() ? heights.slot(i, to) : OptionalLong.empty();
  }

  /// What a place holds at the function's entry.
  Origin atEntry(Location place) {
    if (place.kind() == Location.Kind.SLOT) {
      long above = place.number() - WORD;
      return above >= 0 && above % WORD == 0
          ? new Origin.Argument(
              code.isa().calls().arguments().size() + (int) (above / WORD), place.bytes())
          : new Origin.Unknown(Why.UNSET, code.entry());
    }
    int register = (int) place.number();
    int argument = code.isa().calls().arguments().indexOf(register);
    if (argument >= 0) {
      return new Origin.Argument(argument, place.bytes());
    }
    if (register == X86Registers.RSP) {
      return new Origin.StackAddress(0);
    }
    boolean kept = (code.isa().calls().clobbered() >>> register & 1) == 0;
    return kept
        ? new Origin.CallersRegister(register)
        : new Origin.Unknown(Why.UNSET, code.entry());
  }

  private Step slot(int i, Instruction insn, Location place) {
    if (insn.mnemonic().equals("push")) {
      return pushed(i, insn, place);
    }
    for (int k = 0; k < insn.operandCount(); k++) {
      Operand to = insn.operand(k);
      if (!to.isMemory() || !to.access().writes()) {
        continue;
      }
      OptionalLong at = heights.slot(i, to);
      if (at.isPresent() && place.overlaps(at.getAsLong(), Math.max(to.size(), 1))) {
        boolean covers = at.getAsLong() == place.number() && to.size() >= place.bytes();
        boolean copy = insn.mnemonic().equals("mov") && k == 0;
        return !covers
            ? unknown(Why.PARTIAL, insn)
            : copy ? moved(i, insn, place, insn.operand(1)) : unknown(Why.COMPUTED, insn);
      }
      if (at.isEmpty() && handedOut(place)) {
        return unknown(Why.ESCAPED, insn);
      }
      if (at.isEmpty() && heights.at(i).isEmpty() && heights.onStack(i, to)) {
        return unknown(Why.NO_STACK, insn);
      }
    }
    return Step.SAME;
  }

  private Step pushed(int i, Instruction insn, Location place) {
    OptionalLong sp = heights.at(i);
    if (sp.isEmpty()) {
      return unknown(Why.NO_STACK, insn);
    }
    long at = sp.getAsLong() - WORD;
    if (!place.overlaps(at, WORD)) {
      return Step.SAME;
    }
    return at == place.number()
        ? moved(i, insn, place, insn.operand(0))
        : unknown(Why.PARTIAL, insn);
  }

  /// What a comparison compares a place with; empty where the instruction is none, or of others.
  OptionalLong comparedWith(int i, Location place) {
    Instruction insn = code.instruction(i);
    Operand first = insn.operand(0);
    Operand second = insn.operand(1);
    boolean ours =
        first.isRegister()
            ? place.isRegister(first.register())
            : first.isMemory()
                && heights.slot(i, first).equals(OptionalLong.of(place.number()))
                && place.kind() == Location.Kind.SLOT;
    if (!ours) {
      return OptionalLong.empty();
    }
    return switch (insn.mnemonic()) {
      case "test" ->
          second.isRegister() && place.isRegister(second.register())
              ? OptionalLong.of(0)
              : OptionalLong.empty();
      case "cmp" ->
          OptionalLong.of(
              second.kind() == Operand.Kind.IMMEDIATE ? second.value() : Long.MAX_VALUE);
      default -> OptionalLong.empty();
    };
  }
}
