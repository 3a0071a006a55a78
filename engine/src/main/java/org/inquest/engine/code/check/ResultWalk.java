package org.inquest.engine.code.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inquest.engine.code.CallingConvention;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.check.ValueState.Turn;
import org.inquest.engine.code.graph.CodeGraph;
import org.jspecify.annotations.Nullable;

/// Follows the result of one call along all paths until it is tested, used as an address, or lost.
/// For one thread.
///
/// A path ends where the value is compared with anything: what is compared with another pointer may
/// not be a test for NULL, but telling the two apart would cost more true findings than it brings.
/// It ends too at indirect jumps (a `switch`), traps and functions that never return.
final class ResultWalk {
  /// What became of a result.
  enum Fate {
    /// Some path uses it as an address, and no test is on that path.
    DEREFERENCED,
    /// Compared on each path that keeps it, at least on one.
    TESTED,
    /// Returned, stored, passed on or dropped.
    OTHER
  }

  /// A use as an address.
  ///
  /// @param address of the instruction
  /// @param passed the function that was given the value before, or empty
  /// @param through the function that uses it, where that is one which does so with this argument;
  ///   or empty
  /// @param turns the branches of the path from the call on
  record Use(long address, String passed, String through, List<Turn> turns) {}

  private static final int MAX_STATES = 600;

  /// Functions that use their first argument as an address whatever it is.
  private static final Set<String> USERS =
      Set.of(
          "memset",
          "memcpy",
          "memmove",
          "__memset",
          "__memcpy",
          "__memmove",
          "strcpy",
          "sprintf",
          "strscpy",
          "strlcpy",
          "strncpy",
          "snprintf",
          "scnprintf");

  private static final String RETURN_THUNK = "__x86_return_thunk";

  private final Program program;
  private final CodeGraph graph;
  private final CallingConvention calls;
  private final long arguments;
  private final ValueMoves moves;
  private final Instruction insn;
  private final Map<Long, List<ValueState>> seen = new HashMap<>();
  private final Deque<ValueState> open = new ArrayDeque<>();
  private int owner;
  private boolean tested;
  private boolean wide;
  private boolean returned;
  private @Nullable Use use;

  ResultWalk(Program program) {
    this.program = program;
    this.graph = program.graph();
    this.calls = program.calls();
    this.moves = new ValueMoves(program);
    this.insn = program.text().decoder().newInstruction();
    long set = 0;
    for (int register : calls.arguments()) {
      set |= 1L << register;
    }
    this.arguments = set;
  }

  /// Follows the value that a register holds.
  ///
  /// @param function whose code is followed; what is outside of it ends a path
  /// @param from the first instruction
  Fate follow(int function, long from, int register) {
    seen.clear();
    open.clear();
    owner = graph.owner(function);
    tested = false;
    wide = false;
    returned = false;
    use = null;
    push(ValueState.start(from, register));
    int budget = MAX_STATES;
    while (!open.isEmpty() && (use == null || !use.passed.isEmpty()) && budget-- > 0) {
      run(open.pop());
    }
    return use != null ? Fate.DEREFERENCED : tested ? Fate.TESTED : Fate.OTHER;
  }

  /// The use found by the last [#follow] that said so.
  @Nullable Use use() {
    return use;
  }

  /// Whether the value was tested as a whole pointer on some path.
  boolean testedWide() {
    return wide;
  }

  /// Whether some path gives the value to the function's caller as it is.
  boolean returned() {
    return returned;
  }

  private void push(ValueState state) {
    List<ValueState> known = seen.computeIfAbsent(state.address(), a -> new ArrayList<>(2));
    for (ValueState other : known) {
      if (state.within(other)) {
        return;
      }
    }
    known.add(state);
    open.push(state);
  }

  /// One straight run, to the next branch.
  private void run(ValueState begin) {
    ValueState state = begin;
    long at = begin.address();
    while (!state.lost()) {
      if (program.text().decode(at, insn) == 0) {
        return;
      }
      if (moves.dereferences(insn, state)) {
        used(state, "");
        return;
      }
      if (moves.tests(insn, state)) {
        tested = true;
        wide |= insn.operand(0).size() == Long.BYTES;
        return;
      }
      switch (insn.flow()) {
        case NEXT, SYSTEM_CALL, HALT -> state = moves.step(insn, state);
        case CALL -> {
          ValueState after = call(state);
          if (after == null) {
            return;
          }
          state = after;
        }
        case BRANCH -> {
          branch(state, true);
          push(state.at(insn.end(), new Turn(insn.address(), false, state.came())));
          return;
        }
        case JUMP -> {
          returned |= program.targetName(insn).equals(RETURN_THUNK) && state.in(result());
          branch(state, false);
          return;
        }
        case RETURN -> {
          returned |= state.in(result());
          return;
        }
        default -> {
          return;
        }
      }
      at = insn.end();
    }
  }

  private int result() {
    return calls.results().getFirst();
  }

  private void branch(ValueState state, boolean conditional) {
    if (insn.hasTarget() && stays(insn.target())) {
      Turn turn = conditional ? new Turn(insn.address(), true, state.came()) : state.came();
      push(state.at(insn.target(), turn));
    }
  }

  private boolean stays(long target) {
    int function = graph.indexAt(target);
    return function != CodeGraph.NONE
        && graph.owner(function) == owner
        && !graph.name(function).equals(RETURN_THUNK);
  }

  private @Nullable ValueState call(ValueState state) {
    String name = program.targetName(insn);
    if (EndlessFunctions.contains(name)) {
      return null;
    }
    if (USERS.contains(name) && state.in(calls.argument(0))) {
      used(state, name);
      return null;
    }
    ValueState next = state;
    if ((state.registers() & arguments) != 0 && state.passed().isEmpty()) {
      next = state.passedTo(name.isEmpty() ? "a function" : name);
    }
    return next.registers(state.registers() & ~calls.clobbered());
  }

  private void used(ValueState state, String through) {
    if (use == null || !use.passed.isEmpty() && state.passed().isEmpty()) {
      List<Turn> turns = new ArrayList<>();
      for (Turn turn = state.came(); turn != null; turn = turn.before()) {
        turns.addFirst(turn);
      }
      use = new Use(insn.address(), state.passed(), through, turns);
    }
  }
}
