package org.inquest.diagnose.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.Fault;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;
import org.inquest.engine.code.flow.FunctionCode;
import org.inquest.engine.code.flow.Location;
import org.inquest.engine.code.flow.Origin;
import org.inquest.engine.code.flow.OriginText;
import org.inquest.engine.code.flow.TargetFunctions;
import org.inquest.engine.code.flow.Traced;
import org.inquest.engine.code.flow.ValueFlow;

/// Where the pointer came from that the instruction at a fault used: followed back in the machine
/// code of the faulting function, and, where it was an argument, in that of its callers.
///
/// @param register that held it
/// @param instruction the faulting instruction, as the kernel's developers read it
/// @param displacement what the instruction added to the register
/// @param levels the faulting function first; each further one is the caller that passed the value
/// @param code of the kernel
record PointerOrigin(
    String register, String instruction, long displacement, List<Level> levels, FaultCode code) {
  private static final String UNTESTED = ", which nothing on the way here compares with anything";

  /// Callers asked in turn.
  private static final int MAX_LEVELS = 8;

  /// What one function did.
  ///
  /// @param at the faulting instruction, or the call that passed the value on
  record Level(ValueFlow flow, long at, Traced traced) {
    /// The function's name with its suffixes.
    String name() {
      return new OriginText(flow.code()).place(flow.code().entry());
    }

    String plainName() {
      String name = name();
      int dot = name.indexOf('.');
      return dot <= 0 ? name : name.substring(0, dot);
    }

    String text(Origin origin) {
      return new OriginText(flow.code()).of(origin);
    }

    String place(long address) {
      return new OriginText(flow.code()).place(address);
    }
  }

  PointerOrigin {
    levels = List.copyOf(levels);
  }

  /// Finds it; empty where the fault is no access through a register, or its code is not there.
  static Optional<PointerOrigin> of(Fault fault, CrashFacts facts) {
    Optional<UsedPointer> used = UsedPointer.of(fault, facts);
    Optional<FaultCode> kernel = used.isEmpty() ? Optional.empty() : FaultCode.of(facts);
    OptionalLong pc = kernel.map(k -> k.counter(fault)).orElse(OptionalLong.empty());
    if (pc.isEmpty()) {
      return Optional.empty();
    }
    TargetFunctions functions = kernel.get().functions();
    Optional<ValueFlow> flow = functions.at(pc.getAsLong());
    int index = flow.map(f -> f.code().indexAt(pc.getAsLong())).orElse(FunctionCode.NONE);
    if (index == FunctionCode.NONE) {
      return Optional.empty();
    }
    FunctionCode code = flow.get().code();
    int register = register(code, used.get());
    if (register == Operand.NO_REGISTER) {
      return Optional.empty();
    }
    Traced traced = flow.get().before(pc.getAsLong(), Location.register(register));
    List<Level> levels = new ArrayList<>();
    levels.add(new Level(flow.get(), pc.getAsLong(), traced));
    callers(fault, kernel.get(), levels);
    String text = code.isa().printers().getFirst().text(code.instruction(index), code.names());
    return Optional.of(
        new PointerOrigin(
            used.get().register(),
            text.replaceAll("\\s+", " "),
            used.get().offset(),
            levels,
            kernel.get()));
  }

  private static int register(FunctionCode code, UsedPointer used) {
    for (int i = 0; i < code.isa().registers().count(); i++) {
      if (code.isa().registers().name(i, 0).equals(used.register())) {
        return i;
      }
    }
    return Operand.NO_REGISTER;
  }

  private static void callers(Fault fault, FaultCode kernel, List<Level> levels) {
    TargetFunctions functions = kernel.functions();
    for (Fault.Caller caller : fault.callers()) {
      if (caller.guess()) {
        continue; // The log's own unwinder passed it over.
      }
      Optional<Location> passed = passed(levels.getLast());
      OptionalLong back = kernel.places().apply(caller.text());
      if (passed.isEmpty() || back.isEmpty() || levels.size() == MAX_LEVELS) {
        return;
      }
      Optional<ValueFlow> flow = functions.at(back.getAsLong() - 1);
      int call = flow.map(f -> f.code().indexBefore(back.getAsLong())).orElse(FunctionCode.NONE);
      if (call == FunctionCode.NONE) {
        return;
      }
      Instruction instruction = flow.get().code().instruction(call);
      if (!calls(instruction, levels.getLast())) {
        Optional<Level> between = between(functions, instruction.target(), levels.getLast());
        between.ifPresent(levels::add);
        passed = between.flatMap(PointerOrigin::passed);
        if (passed.isEmpty()) {
          return;
        }
      }
      Traced traced = flow.get().duringCall(back.getAsLong(), passed.get());
      levels.add(new Level(flow.get(), instruction.address(), traced));
    }
  }

  /// A function that has no frame any more, because it ended by a jump to the next one.
  private static Optional<Level> between(TargetFunctions functions, long entry, Level callee) {
    Optional<ValueFlow> flow = functions.at(entry).filter(f -> f.code().entry() == entry);
    Optional<Location> passed = passed(callee);
    if (flow.isEmpty() || passed.isEmpty()) {
      return Optional.empty();
    }
    FunctionCode code = flow.get().code();
    Optional<Level> found = Optional.empty();
    for (int i = 0; i < code.size(); i++) {
      Instruction jump = code.instruction(i);
      if (code.reached(i)
          && jump.flow() == Flow.JUMP
          && jump.hasTarget()
          && jump.target() == callee.flow().code().entry()) {
        if (found.isPresent()) {
          return Optional.empty();
        }
        Traced traced = flow.get().before(jump.address(), passed.get());
        found = Optional.of(new Level(flow.get(), jump.address(), traced));
      }
    }
    return found;
  }

  /// Which register of the caller a level's value came in.
  private static Optional<Location> passed(Level level) {
    Origin origin = base(level.traced().origin());
    if (origin instanceof Origin.Argument a && a.bytes() == Long.BYTES) {
      int register = level.flow().code().isa().calls().argument(a.index());
      return register == Operand.NO_REGISTER
          ? Optional.empty()
          : Optional.of(Location.register(register));
    }
    return origin instanceof Origin.CallersRegister r
        ? Optional.of(Location.register(r.register()))
        : Optional.empty();
  }

  /// Without constants that were added.
  private static Origin base(Origin origin) {
    return origin instanceof Origin.Sum sum ? sum.of() : origin;
  }

  /// A function that was reached by a jump at the end of another one has that one's arguments, not
  /// those of the call.
  private static boolean calls(Instruction call, Level callee) {
    return !call.hasTarget() || call.target() == callee.flow().code().entry();
  }

  /// The call whose result the pointer is; empty where it is none for sure.
  Optional<Origin.Result> result() {
    return levels.getLast().traced().origin() instanceof Origin.Result result
        ? Optional.of(result)
        : Optional.empty();
  }

  /// What the functions on the way compared the pointer with; all of it, where nothing is in doubt.
  private Optional<List<Traced.Test>> tests() {
    return levels.stream().allMatch(l -> l.traced().proven())
        ? Optional.of(levels.stream().flatMap(l -> l.traced().tests().stream()).toList())
        : Optional.empty();
  }

  /// Whether nothing is known.
  boolean unknown() {
    return levels.getFirst().traced().origin() instanceof Origin.Unknown;
  }

  /// `the unchecked result of kmem_cache_alloc()`, for a claim; empty where the pointer is nothing
  /// that was returned and not checked.
  ///
  /// @param error whether the pointer is an error number, and not NULL
  Optional<String> unchecked(boolean error) {
    Level last = levels.getLast();
    Optional<List<Traced.Test>> tests = tests();
    if (result().isEmpty()
        || result().get().callee().isEmpty()
        || tests.isEmpty()
        || tests.get().stream().anyMatch(t -> t.ofError() == error)) {
      return Optional.empty();
    }
    String callee = plain(new OriginText(last.flow().code()).callee(result().get()));
    String where = levels.size() == 1 ? "" : " in " + last.plainName() + "()";
    return Optional.of(
        tests.get().isEmpty()
            ? "the unchecked result of " + callee + where
            : "the result of "
                + callee
                + where
                + ", checked only for "
                + (error ? "NULL" : "errors"));
  }

  /// Where the call is whose result the pointer is.
  Optional<String> calledAt() {
    return result().map(r -> levels.getLast().place(r.site()));
  }

  /// The place behind the call whose result the pointer is.
  Optional<String> back() {
    Level last = levels.getLast();
    FunctionCode code = last.flow().code();
    return result()
        .map(r -> code.indexAt(r.site()))
        .filter(i -> i != FunctionCode.NONE)
        .map(i -> last.place(code.instruction(i).end()));
  }

  private static String plain(String callee) {
    int dot = callee.indexOf('.');
    return dot <= 0 ? callee : callee.substring(0, dot) + "()";
  }

  /// `mov %edi,0x28(%rcx) at ext4_free_blocks+0x509: rcx is the result of kmem_cache_alloc(),
  /// called at ext4_free_blocks+0x4f9, which nothing on the way here compares with anything`.
  String words() {
    Level first = levels.getFirst();
    StringBuilder out = new StringBuilder();
    out.append(instruction).append(" at ").append(first.place(first.at())).append(": ");
    out.append(register).append(" is ").append(first.text(first.traced().origin()));
    if (levels.size() > 1) {
      out.append(" of ").append(first.plainName()).append("()");
    }
    for (Level level : levels.subList(1, levels.size())) {
      Origin origin = level.traced().origin();
      boolean own = base(origin) instanceof Origin.Argument;
      out.append("; ").append(level.plainName()).append("() passed ").append(own ? "its " : "");
      out.append(level.text(origin)).append(" at ").append(level.place(level.at()));
    }
    if (result().isPresent()) {
      Level last = levels.getLast();
      out.append(levels.size() > 1 ? "; it was called at " : ", called at ")
          .append(last.place(result().get().site()));
      out.append(tests().map(List::isEmpty).orElse(false) ? UNTESTED : "");
      returns(result().get()).ifPresent(r -> out.append("; that function returns ").append(r));
    }
    return out.toString();
  }

  /// What a called function itself returns.
  private Optional<String> returns(Origin.Result result) {
    if (result.callee().isEmpty()) {
      return Optional.empty();
    }
    Optional<ValueFlow> callee = code.functions().at(result.callee().getAsLong());
    Origin origin = callee.map(ValueFlow::returned).orElse(new Origin.Constant(0));
    List<Origin> all = origin instanceof Origin.Merged m ? m.of() : List.of(origin);
    boolean known = callee.isPresent() && all.stream().allMatch(PointerOrigin::telling);
    return known ? callee.map(c -> new OriginText(c.code()).of(origin)) : Optional.empty();
  }

  private static boolean telling(Origin returned) {
    return switch (returned) {
      case Origin.Constant c -> c.value() == 0;
      case Origin.Result r -> r.callee().isPresent();
      default -> false;
    };
  }
}
