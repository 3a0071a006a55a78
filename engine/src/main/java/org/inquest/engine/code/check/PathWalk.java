package org.inquest.engine.code.check;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.check.PathState.Flags;
import org.inquest.engine.code.check.PathState.Pair;
import org.inquest.engine.code.check.ValueState.Turn;
import org.inquest.engine.code.graph.CodeGraph;

/// Goes along the paths of one function of x86-64, with what each knows: a path that would need a
/// condition to hold and not to hold is none. For one thread.
///
/// Bounded: loops are gone through a few times, each place is come to in a limited number of ways,
/// and so is the whole. What is left out that way costs findings, never makes one. Paths end too at
/// traps (`BUG`, but also `WARN`), at functions that never return and at jumps through tables.
final class PathWalk {
  /// What a call does to the paths that go through it.
  interface Calls {
    /// @param target number of the function called, or [CodeGraph#NONE]
    /// @param name its name, or empty
    /// @param state at the call, its registers still those of the caller
    /// @return what comes after, with the result in place: none, one, or several where the result
    ///   decides; may be the same object
    List<PathState> after(int target, String name, long site, PathState state);
  }

  private static final int MAX_RUNS = 4000;
  private static final int MAX_WAYS = 24;
  private static final int MAX_LOOPS = 3;
  private static final int MAX_INSTRUCTIONS = 120_000;
  private static final String RETURN_THUNK = "__x86_return_thunk";
  private static final String INDIRECT_THUNK = "__x86_indirect_thunk_";

  private final Program program;
  private final CodeGraph graph;
  private final Calls calls;
  private final Instruction insn;
  private final Deque<PathState> open = new ArrayDeque<>();
  private final Set<Long> seen = new HashSet<>();
  private final Map<Long, Integer> ways = new HashMap<>();
  private Terms terms = new Terms();
  private PathSteps steps;
  private int owner;
  private int instructions;

  PathWalk(Program program, Calls calls) {
    this.program = program;
    this.graph = program.graph();
    this.calls = calls;
    this.insn = program.text().decoder().newInstruction();
    this.steps = new PathSteps(program, terms);
  }

  /// The values of the last [#walk], or of the one going on.
  Terms terms() {
    return terms;
  }

  /// Goes through a function.
  ///
  /// @param returns told of each path that returns; its registers are those at the return
  void walk(int function, Consumer<PathState> returns) {
    open.clear();
    seen.clear();
    ways.clear();
    terms = new Terms();
    steps = new PathSteps(program, terms);
    owner = graph.owner(function);
    instructions = 0;
    open.push(new PathState(terms, graph.start(function)));
    int runs = 0;
    while (!open.isEmpty() && runs++ < MAX_RUNS && instructions < MAX_INSTRUCTIONS) {
      run(open.pop(), returns);
    }
  }

  private void push(PathState state, long address) {
    boolean back =
        state.guest == CodeGraph.NONE
            && !isFar(state.address, address)
            && Long.compareUnsigned(address, state.address) <= 0;
    if (back && ++state.loops > MAX_LOOPS) {
      return;
    }
    state.address = address;
    state.forgetTheGone();
    long way = address * 31 + state.held.hashCode();
    if (seen.add(state.fingerprint()) && ways.merge(way, 1, Integer::sum) <= MAX_WAYS) {
      open.push(state);
    }
  }

  /// Whether two places lie in different parts of the function, or outside of it.
  private boolean isFar(long from, long to) {
    return graph.indexAt(from) != graph.indexAt(to);
  }

  /// One straight run, to the next branch.
  private void run(PathState state, Consumer<PathState> returns) {
    while (stays(state, state.address) && program.text().decode(state.address, insn) > 0) {
      instructions++;
      switch (insn.flow()) {
        case NEXT, SYSTEM_CALL, HALT -> {
          if (insn.mnemonic().startsWith("cmov")) {
            conditionalMove(state);
            return;
          }
          steps.step(insn, state);
          state.address = insn.end();
        }
        case CALL -> {
          List<PathState> after = call(state);
          long next = insn.end();
          if (after.size() == 1) {
            state = after.getFirst();
            state.address = next;
          } else {
            after.forEach(one -> push(one, next));
            return;
          }
        }
        case BRANCH -> {
          branch(state);
          return;
        }
        case JUMP -> {
          jump(state, returns);
          return;
        }
        case RETURN -> {
          returns.accept(state);
          return;
        }
        default -> {
          return;
        }
      }
    }
  }

  private boolean stays(PathState state, long address) {
    int function = graph.indexAt(address);
    return function != CodeGraph.NONE
        && (graph.owner(function) == owner || function == state.guest);
  }

  private List<PathState> call(PathState state) {
    if (!insn.hasTarget()) {
      return indirect(state);
    }
    int target = graph.indexAt(insn.target());
    String name = target == CodeGraph.NONE ? "" : graph.name(target);
    if (EndlessFunctions.contains(name)) {
      return List.of();
    }
    if (name.startsWith(INDIRECT_THUNK)) {
      return indirect(state);
    }
    return calls.after(target, name, insn.address(), state);
  }

  private List<PathState> indirect(PathState state) {
    return calls.after(CodeGraph.NONE, "", insn.address(), state);
  }

  private void jump(PathState state, Consumer<PathState> returns) {
    if (!insn.hasTarget()) {
      boolean table = insn.memoryOperand() != Instruction.NONE;
      if (!table) {
        indirect(state).forEach(returns);
      }
      return;
    }
    long target = insn.target();
    int function = graph.indexAt(target);
    if (function != CodeGraph.NONE && target != graph.start(function)) {
      state.guest = graph.owner(function) == owner ? CodeGraph.NONE : function;
    }
    if (stays(state, target)) {
      push(state, target);
    } else if (function != CodeGraph.NONE && graph.name(function).equals(RETURN_THUNK)) {
      returns.accept(state);
    } else {
      call(state).forEach(returns);
    }
  }

  private void branch(PathState state) {
    long target = insn.target();
    long next = insn.end();
    long at = insn.address();
    String taken = insn.mnemonic().substring(1);
    PathState other = state.copy();
    if (split(other, taken, true) && stays(other, target)) {
      other.came = new Turn(at, true, state.came);
      push(other, target);
    }
    if (split(state, taken, false)) {
      state.came = new Turn(at, false, state.came);
      push(state, next);
    }
  }

  private void conditionalMove(PathState state) {
    long next = insn.end();
    String taken = insn.mnemonic().substring("cmov".length());
    PathState other = state.copy();
    if (split(other, taken, true)) {
      steps.move(insn, other);
      push(other, next);
    }
    if (split(state, taken, false)) {
      steps.widen(insn, state);
      push(state, next);
    }
  }

  /// Whether a condition may hold (or not), and what is then known.
  private boolean split(PathState state, String condition, boolean holds) {
    Flags flags = state.flags;
    if (flags == null) {
      return true;
    }
    int mask = condition.endsWith("s") ? sign(flags, condition) : flags.outcomes(condition);
    if (mask == Outcomes.UNKNOWN) {
      return true;
    }
    int outcomes = holds ? mask : Outcomes.ALL & ~mask;
    watchPointers(state, flags, outcomes);
    return steps.narrow(state, new Pair(flags.a(), flags.b(), flags.size()), outcomes);
  }

  /// Sees a pointer that a call returned be found, and then one in memory be missing.
  private void watchPointers(PathState state, Flags flags, int outcomes) {
    boolean pointer = flags.size() == Long.BYTES && isZero(flags.b());
    Terms.Kind kind = terms.get(flags.a()).kind();
    if (pointer && kind == Terms.Kind.LOAD && outcomes == Outcomes.EQUAL) {
      state.readAgain |= state.pointerReturned;
    }
    state.pointerReturned =
        pointer && kind == Terms.Kind.RESULT && (outcomes & Outcomes.EQUAL) == 0;
  }

  private boolean isZero(int term) {
    return terms.isConstant(term) && terms.get(term).value() == 0;
  }

  /// `js` and `jns` behind a comparison with 0.
  private int sign(Flags flags, String condition) {
    if (!isZero(flags.b()) || flags.means() != Flags.Means.ALL) {
      return Outcomes.UNKNOWN;
    }
    return Outcomes.of(condition.equals("s") ? "l" : "ge");
  }
}
