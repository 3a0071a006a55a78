package org.inquest.engine.code.check;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.check.LockEffects.Effect;
import org.inquest.engine.code.check.LockTable.Does;
import org.inquest.engine.code.graph.CodeGraph;

/// Whether a function may leave locks other than it found them, seen without any condition: each
/// branch goes both ways, and of a path it is only counted how many locks of each kind it holds.
///
/// There are few such counts at each place, where [PathWalk] may come to it in thousands of ways,
/// and most functions turn out to be even. It goes wherever the walk goes, so that nothing is
/// missed. For one thread.
final class LockBalance {
  /// Bits that count locks of one kind, so that all kinds fit a long.
  private static final int WIDTH = 4;

  private static final int MAX_COUNT = (1 << WIDTH - 1) - 1;
  private static final int MAX_POINTS = 8000;

  private final Program program;
  private final CodeGraph graph;
  private final LockCalls calls;
  private final Instruction insn;
  private final Deque<Point> open = new ArrayDeque<>();
  private final Set<Point> seen = new HashSet<>();
  private int owner;

  /// Whether something was met that is not even, or can't be counted.
  private boolean odd;

  /// A place, and what is held there.
  ///
  /// @param counts of all kinds, [#WIDTH] bits each
  /// @param guest as in [PathState]
  private record Point(long address, long counts, int guest) {
    Point at(long other) {
      return new Point(other, counts, guest);
    }
  }

  LockBalance(Program program, LockCalls calls) {
    this.program = program;
    this.graph = program.graph();
    this.calls = calls;
    this.insn = program.text().decoder().newInstruction();
  }

  /// Whether some path may return with more or fewer locks of some kind than it was called with.
  boolean mayBeOdd(int function) {
    open.clear();
    seen.clear();
    odd = false;
    owner = graph.owner(function);
    push(new Point(graph.start(function), 0, CodeGraph.NONE));
    while (!odd && !open.isEmpty()) {
      run(open.pop());
      odd |= seen.size() > MAX_POINTS;
    }
    return odd;
  }

  private void push(Point point) {
    if (seen.add(point)) {
      open.push(point);
    }
  }

  private void run(Point from) {
    Point point = from;
    while (stays(point, point.address) && program.text().decode(point.address, insn) > 0) {
      switch (insn.flow()) {
        case NEXT, SYSTEM_CALL, HALT -> point = point.at(insn.end());
        case CALL -> {
          long next = insn.end();
          long[] after = call(point);
          if (after.length != 1) {
            pushAll(after, point.at(next));
            return;
          }
          point = new Point(next, after[0], point.guest);
        }
        case BRANCH -> {
          if (stays(point, insn.target())) {
            push(point.at(insn.target()));
          }
          push(point.at(insn.end()));
          return;
        }
        case JUMP -> {
          jump(point);
          return;
        }
        case RETURN -> {
          odd |= point.counts != 0;
          return;
        }
        default -> {
          return;
        }
      }
    }
  }

  private void pushAll(long[] after, Point at) {
    for (long counts : after) {
      push(new Point(at.address, counts, at.guest));
    }
  }

  private boolean stays(Point point, long address) {
    int function = graph.indexAt(address);
    return function != CodeGraph.NONE
        && (graph.owner(function) == owner || function == point.guest);
  }

  private void jump(Point point) {
    if (!insn.hasTarget()) {
      odd |= insn.memoryOperand() == Instruction.NONE && point.counts != 0;
      return;
    }
    long target = insn.target();
    int function = graph.indexAt(target);
    int guest = point.guest;
    if (function != CodeGraph.NONE && target != graph.start(function)) {
      guest = graph.owner(function) == owner ? CodeGraph.NONE : function;
    }
    Point there = new Point(target, point.counts, guest);
    if (stays(there, target)) {
      push(there);
    } else {
      // A tail call, or a jump to the return thunk.
      odd |= Arrays.stream(call(point)).anyMatch(counts -> counts != 0);
    }
  }

  /// What may be held behind a call.
  private long[] call(Point point) {
    int target = insn.hasTarget() ? graph.indexAt(insn.target()) : CodeGraph.NONE;
    if (target == CodeGraph.NONE) {
      return new long[] {point.counts};
    }
    String name = graph.name(target);
    if (EndlessFunctions.contains(name)) {
      return new long[0];
    }
    List<Effect> all = calls.effects(target, name);
    if (all.isEmpty()) {
      return new long[] {calls.isVague(target, name) ? noneHeld(point.counts) : point.counts};
    }
    return all.size() == 1 ? one(all.getFirst(), point.counts) : several(all, point.counts);
  }

  private long[] one(Effect effect, long counts) {
    if (!effect.sure()) {
      boolean frees = effect.does() == Does.FREE && count(counts, effect.kind()) > 0;
      return new long[] {frees ? with(counts, effect.kind(), 0) : counts};
    }
    return switch (effect.does()) {
      case TAKE -> new long[] {add(counts, effect.kind(), 1)};
      case FREE -> new long[] {add(counts, effect.kind(), -1)};
      case TRY, ZERO, VALID, POINTER -> new long[] {add(counts, effect.kind(), 1), counts};
    };
  }

  /// As [LockCalls] does it: of several effects those that the result tells of are not followed.
  private long[] several(List<Effect> all, long before) {
    long counts = before;
    for (Effect effect : all) {
      if (effect.does() == Does.TAKE || effect.does() == Does.FREE) {
        counts = one(effect, counts)[0];
      }
    }
    return new long[] {counts};
  }

  private static int count(long counts, int kind) {
    int up = Long.SIZE - WIDTH * (kind + 1);
    return (int) (counts << up >> Long.SIZE - WIDTH);
  }

  private static long with(long counts, int kind, int count) {
    long mask = (1L << WIDTH) - 1 << WIDTH * kind;
    return counts & ~mask | (long) count << WIDTH * kind & mask;
  }

  private long add(long counts, int kind, int by) {
    int sum = count(counts, kind) + by;
    odd |= Math.abs(sum) > MAX_COUNT;
    return with(counts, kind, Math.clamp(sum, -MAX_COUNT, MAX_COUNT));
  }

  private static long noneHeld(long counts) {
    long left = counts;
    for (int kind = 0; kind < Long.SIZE / WIDTH; kind++) {
      if (count(left, kind) > 0) {
        left = with(left, kind, 0);
      }
    }
    return left;
  }
}
