package org.inquest.engine.code.flow;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.flow.Origin.Why;

/// Follows values of one function backwards. Not for several threads at once.
///
/// A search goes against the flow of control, along all paths, and follows a value from place to
/// place until it finds what made it. What was made from another value (a load, a sum) starts a
/// search for that one.
public final class ValueFlow {
  /// `EM_X86_64`.
  private static final int X86_64 = 62;

  /// Instructions looked at for one question.
  private static final int MAX_STEPS = 60_000;

  /// Loads and sums on one another.
  private static final int MAX_DEPTH = 8;

  /// Different origins of one value.
  private static final int MAX_ORIGINS = 8;

  /// Instructions looked at for a copy of a value.
  private static final int MAX_STRAIGHT = 64;

  /// Where a value can be had that a place holds.
  public sealed interface Held {
    /// In another place that keeps it during a call, a constant apart.
    record In(Location place, long delta) implements Held {}

    /// It is that number.
    record Number(long value) implements Held {}

    /// It is the address of a slot.
    record Slot(long offset) implements Held {}
  }

  /// What a search goes by: a place before an instruction.
  private record State(int index, Location place) {}

  private final FunctionCode code;
  private final X86Effects effects;
  private int stepsLeft;
  private boolean proven;

  /// @param code of an instruction set that [#reads] knows
  public ValueFlow(FunctionCode code) {
    this.code = code;
    this.effects = new X86Effects(code);
  }

  /// Whether values of an instruction set can be followed.
  public static boolean reads(int machine) {
    return machine == X86_64;
  }

  /// The function.
  public FunctionCode code() {
    return code;
  }

  /// Where the value that a place holds comes from, when the instruction at an address is about to
  /// run.
  public Traced before(long address, Location place) {
    return trace(code.indexAt(address), place);
  }

  /// The same while a call has not come back.
  ///
  /// @param returnAddress the address behind the call
  public Traced duringCall(long returnAddress, Location place) {
    return trace(code.indexBefore(returnAddress), place);
  }

  /// Where else a value is, when an instruction is about to run: what it was computed from on the
  /// one straight way there, as far as that is still where it was. Empty where there is no such
  /// way.
  ///
  /// @param index of the instruction
  public Optional<Held> held(int index, Location place) {
    Location wanted = place;
    int at = index;
    for (int i = 0; i < MAX_STRAIGHT && code.ways(at).length == 1 && !code.root(at); i++) {
      at = code.ways(at)[0];
      switch (effects.of(at, wanted)) {
        case Step.Same same -> {}
        case Step.From from when from.places().size() == 1 -> {
          Location source = from.places().getFirst();
          if (source.bytes() == wanted.bytes() && unchanged(source, at, index)) {
            return Optional.of(new Held.In(source, 0));
          }
          wanted = source;
        }
        case Step.Plus plus -> {
          return unchanged(plus.of(), at, index)
              ? Optional.of(new Held.In(plus.of(), plus.delta()))
              : Optional.empty();
        }
        case Step.Made made -> {
          return switch (made.origin()) {
            case Origin.Constant c -> Optional.of(new Held.Number(c.value()));
            case Origin.StackAddress a -> Optional.of(new Held.Slot(a.offset()));
            default -> Optional.empty();
          };
        }
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /// Whether a called function can't change a place that holds a value from behind one instruction
  /// to before another, and nothing between does. All between lies on one straight way.
  private boolean unchanged(Location place, int from, int to) {
    boolean kept =
        place.kind() == Location.Kind.SLOT
            ? !effects.doubtful(place)
            : (code.isa().calls().clobbered() >>> place.number() & 1) == 0;
    for (int i = to; kept && i != from; ) {
      i = code.ways(i)[0];
      kept = effects.of(i, place) instanceof Step.Same;
    }
    return kept;
  }

  /// What the function returns: the origins of the result register at its returns, merged. Where it
  /// ends in a call of another function (a tail call), that one's result.
  public Origin returned() {
    int result = code.isa().calls().results().getFirst();
    Set<Origin> found = new LinkedHashSet<>();
    for (int i = 0; i < code.size(); i++) {
      Instruction last = code.instruction(i);
      if (!code.reached(i)) {
        continue;
      }
      if (last.flow() == Flow.RETURN || returnThunk(last)) {
        found.add(trace(i, Location.register(result)).origin());
      } else if (last.flow() == Flow.JUMP
          && last.hasTarget()
          && code.indexAt(last.target()) == FunctionCode.NONE) {
        found.add(new Origin.Result(last.address(), OptionalLong.of(last.target())));
      }
    }
    return merged(found);
  }

  /// `jmp __x86_return_thunk`: a return that keeps speculation out (arch/x86/lib/retpoline.S).
  private boolean returnThunk(Instruction jump) {
    return jump.flow() == Flow.JUMP
        && jump.hasTarget()
        && code.name(jump.target()).endsWith("return_thunk");
  }

  private static Origin merged(Set<Origin> origins) {
    List<Origin> flat = new ArrayList<>();
    for (Origin origin : origins) {
      List<Origin> several = origin instanceof Origin.Merged m ? m.of() : List.of(origin);
      several.stream().filter(o -> !flat.contains(o)).forEach(flat::add);
    }
    if (flat.isEmpty()) {
      return new Origin.Unknown(Why.UNREACHED, 0);
    }
    return flat.size() == 1 ? flat.getFirst() : new Origin.Merged(flat);
  }

  /// How far the stack pointer is from where it was at the function's entry, when an instruction is
  /// about to run: 0 or negative, in bytes. Empty where that is not known.
  public OptionalLong stackHeight(int index) {
    return index == FunctionCode.NONE ? OptionalLong.empty() : effects.heights().at(index);
  }

  /// The slots that are written in the function and may hold a value when an instruction is about
  /// to run, the highest first.
  public List<Location> slots(int index) {
    Set<Long> found = new LinkedHashSet<>();
    OptionalLong top = stackHeight(index);
    for (int i = 0; i < code.size() && top.isPresent(); i++) {
      OptionalLong slot = effects.written(i);
      if (code.reached(i) && slot.isPresent() && slot.getAsLong() >= top.getAsLong()) {
        found.add(slot.getAsLong());
      }
    }
    return found.stream().sorted((a, b) -> Long.compare(b, a)).map(Location::slot).toList();
  }

  private Traced trace(int index, Location place) {
    if (index == FunctionCode.NONE) {
      return new Traced(new Origin.Unknown(Why.NO_CODE, 0), true, List.of());
    }
    stepsLeft = MAX_STEPS;
    proven = true;
    Set<Traced.Test> tests = new LinkedHashSet<>();
    Origin origin = new Search(tests, Optional.empty(), 0).run(index, place);
    return new Traced(origin, proven, List.copyOf(tests));
  }

  /// One search, within the one that it was begun for.
  private final class Search {
    private final Set<Traced.Test> tests;
    private final Optional<Search> outer;
    private final int depth;
    private final Set<State> seen = new LinkedHashSet<>();
    private final List<State> left = new ArrayList<>();
    private final Set<Origin> origins = new LinkedHashSet<>();
    private State start = new State(0, Location.register(0));

    Search(Set<Traced.Test> tests, Optional<Search> outer, int depth) {
      this.tests = tests;
      this.outer = outer;
      this.depth = depth;
    }

    Origin run(int index, Location place) {
      start = new State(index, place);
      if (running(start)) {
        return new Origin.Unknown(Why.LOOP, code.instruction(index).address());
      }
      if (depth > MAX_DEPTH) {
        return new Origin.Unknown(Why.LIMIT, 0);
      }
      add(index, place);
      while (!left.isEmpty()) {
        if (--stepsLeft < 0 || origins.size() > MAX_ORIGINS) {
          return new Origin.Unknown(Why.LIMIT, 0);
        }
        back(left.removeLast());
      }
      return merged(origins);
    }

    private boolean running(State state) {
      for (Optional<Search> s = outer; s.isPresent(); s = s.get().outer) {
        if (s.get().start.equals(state)) {
          return true;
        }
      }
      return false;
    }

    private void add(int index, Location place) {
      State state = new State(index, place);
      if (seen.add(state)) {
        left.add(state);
      }
    }

    /// From before an instruction to before each that leads to it.
    private void back(State state) {
      if (effects.doubtful(state.place())) {
        proven = false;
      }
      if (state.index() == 0) {
        origins.add(effects.atEntry(state.place()));
      } else if (code.root(state.index())) {
        proven = false;
      }
      for (int before : code.ways(state.index())) {
        effects
            .comparedWith(before, state.place())
            .ifPresent(
                with -> tests.add(new Traced.Test(code.instruction(before).address(), with)));
        step(before, effects.of(before, state.place()), state.place());
      }
    }

    private void step(int at, Step step, Location place) {
      switch (step) {
        case Step.Same same -> add(at, place);
        case Step.From from -> from.places().forEach(p -> add(at, p));
        case Step.Made made -> origins.add(made.origin());
        case Step.Read read -> {
          Origin base = inner(at, read.base());
          long site = code.instruction(at).address();
          origins.add(new Origin.Load(base, read.displacement(), read.bytes(), site));
        }
        case Step.Plus plus -> origins.add(sum(inner(at, plus.of()), plus.delta()));
      }
    }

    private Origin inner(int at, Location place) {
      return new Search(new LinkedHashSet<>(), Optional.of(this), depth + 1).run(at, place);
    }

    private Origin sum(Origin of, long delta) {
      return switch (of) {
        case Origin.Constant c -> new Origin.Constant(c.value() + delta);
        case Origin.Sum s -> new Origin.Sum(s.of(), s.delta() + delta);
        case Origin.StackAddress a -> new Origin.StackAddress(a.offset() + delta);
        case Origin.Unknown u -> u;
        default -> new Origin.Sum(of, delta);
      };
    }
  }
}
