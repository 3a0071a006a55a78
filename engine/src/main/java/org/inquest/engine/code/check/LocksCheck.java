package org.inquest.engine.code.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.inquest.engine.code.check.CodeFinding.Confidence;
import org.inquest.engine.code.check.CodeFinding.Step;
import org.inquest.engine.code.check.LockEffects.Learned;
import org.inquest.engine.code.check.PathState.Held;
import org.inquest.engine.code.check.ValueState.Turn;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.formats.fault.Unsupported;
import org.jspecify.annotations.Nullable;

/// Functions that take a lock and return with it on some path, though they release it on others.
///
/// A function that holds the lock on each path that takes it is a lock function and no finding; nor
/// is one whose result tells the caller whether it holds the lock, unless it is an error that comes
/// with the lock. What cannot be told apart: a lock that is kept for a caller who knows from
/// elsewhere, and one that a callee in another file, or behind a pointer, releases.
///
/// Paths are those that [PathWalk] finds possible. x86-64 only. A release that is inlined is not
/// seen, and where all are, nothing is found.
public final class LocksCheck implements CodeCheck {
  private static final int MACHINE = 62;
  private static final int ROUNDS = 3;

  private final LockTable table;

  /// Reads the list of lock functions.
  public LocksCheck() {
    this.table = LockTable.load();
  }

  @Override
  public String name() {
    return "locks";
  }

  @Override
  public String summary() {
    return "functions that return with a lock held on some path";
  }

  /// A path that returns with a lock which other paths release.
  ///
  /// @param confidence how odd that is
  /// @param came the path
  private record Kept(
      int function, Held lock, PathResult result, Confidence confidence, @Nullable Turn came) {}

  @Override
  public List<CodeFinding> run(Program program) {
    if (program.image().machine() != MACHINE) {
      throw new Unsupported(program.image().name() + ": locks are followed in code of x86_64 only");
    }
    return new Run(program).findings();
  }

  /// One run over one program.
  private final class Run {
    private final Program program;
    private final CodeGraph graph;
    private final LockEffects effects;
    private final boolean[] own;
    private final Map<Integer, List<Kept>> kept = new LinkedHashMap<>();

    Run(Program program) {
      this.program = program;
      this.graph = program.graph();
      this.effects = new LockEffects(program, table);
      this.own = new boolean[graph.size()];
      for (int f = 0; f < own.length; f++) {
        own[f] = graph.end(f) != graph.start(f);
      }
    }

    List<CodeFinding> findings() {
      BitSet todo = new BitSet(graph.size());
      for (int f = 0; f < graph.size(); f++) {
        if (table.find(graph.name(f)) != null) {
          callers(f, todo);
        }
      }
      for (int round = 0; round < ROUNDS && !todo.isEmpty(); round++) {
        todo = round(todo);
      }
      List<CodeFinding> found = new ArrayList<>();
      kept.values().forEach(list -> list.forEach(one -> found.add(finding(one))));
      found.sort(
          Comparator.comparing(CodeFinding::confidence).thenComparing(CodeFinding::function));
      return found;
    }

    private void callers(int function, BitSet into) {
      for (int n = 0; n < graph.incomingCount(function); n++) {
        int edge = graph.incoming(function, n);
        int caller = graph.source(edge);
        if (graph.kind(edge).transfers() && table.find(graph.name(caller)) == null) {
          into.set(caller);
        }
      }
    }

    /// Looks at functions anew.
    ///
    /// @return those that call one whose effect turned out to be another
    private BitSet round(BitSet functions) {
      int[] order = functions.stream().toArray();
      int cores = Runtime.getRuntime().availableProcessors();
      List<List<Seen>> parts =
          IntStream.range(0, cores).parallel().mapToObj(i -> part(order, i, cores)).toList();
      BitSet again = new BitSet(graph.size());
      for (List<Seen> part : parts) {
        for (Seen seen : part) {
          kept.remove(seen.function);
          if (!seen.kept.isEmpty()) {
            kept.put(seen.function, seen.kept);
          }
          if (effects.learn(seen.function, seen.learned)) {
            callers(seen.function, again);
          }
        }
      }
      return again;
    }

    private record Seen(int function, List<Kept> kept, Learned learned) {}

    private List<Seen> part(int[] order, int first, int step) {
      PathWalk[] walk = new PathWalk[1];
      LockCalls calls = new LockCalls(program, effects, () -> walk[0].terms(), own);
      walk[0] = new PathWalk(program, calls);
      LockBalance balance = new LockBalance(program, calls);
      List<Seen> out = new ArrayList<>();
      for (int i = first; i < order.length; i += step) {
        if (!balance.mayBeOdd(order[i])) {
          out.add(new Seen(order[i], List.of(), LockEffects.NOTHING));
          continue;
        }
        List<PathState> returns = new ArrayList<>();
        walk[0].walk(order[i], returns::add);
        Terms terms = walk[0].terms();
        List<Kept> found = kept(order[i], terms, returns);
        out.add(new Seen(order[i], found, LockEffects.of(terms, returns)));
      }
      return out;
    }

    /// The paths that keep a lock which others release, one for each place that takes it.
    private List<Kept> kept(int function, Terms terms, List<PathState> returns) {
      Map<Long, Kept> found = new LinkedHashMap<>();
      for (PathState state : returns) {
        for (Held held : state.held) {
          if (!found.containsKey(held.site())) {
            Kept one = judge(function, terms, returns, state, held);
            if (one != null) {
              found.put(held.site(), one);
            }
          }
        }
      }
      return List.copyOf(found.values());
    }

    private @Nullable Kept judge(
        int function, Terms terms, List<PathState> returns, PathState state, Held held) {
      Set<PathResult> without = new HashSet<>();
      for (PathState other : returns) {
        boolean freed = other.released.stream().anyMatch(h -> h.site() == held.site());
        if (freed && other.held.isEmpty() && !other.vague) {
          without.add(PathResult.of(terms, other));
        }
      }
      if (without.isEmpty()) {
        return null;
      }
      PathResult result = PathResult.of(terms, state);
      boolean error = result.kind() == PathResult.Class.ERROR;
      boolean onlyErrors =
          without.stream().allMatch(other -> other.kind() == PathResult.Class.ERROR);
      // An error of its own that comes with the lock: the caller would have to tell errors apart.
      boolean odd =
          error && (!onlyErrors || without.contains(result)) && !isDoubtful(returns, state, held);
      return new Kept(function, held, result, odd ? Confidence.LIKELY : Confidence.LOW, state.came);
    }

    /// Whether the path needs something that can't be seen to hold: a loop took several locks at
    /// one place, and that another one releases as many; a loop that takes and releases was left in
    /// the middle, for a reason that the count of its rounds decides; or a pointer that a callee
    /// returned was gone when it was read again.
    private static boolean isDoubtful(List<PathState> returns, PathState state, Held held) {
      return state.readAgain
          || state.released.stream().anyMatch(h -> h.site() == held.site())
          || returns.stream().anyMatch(other -> other.many.contains(held.site()));
    }

    private CodeFinding finding(Kept one) {
      String lock = table.kind(one.lock.kind());
      Confidence confidence = one.confidence;
      String why = "";
      if (releasedByCaller(one)) {
        confidence = Confidence.LOW;
        why = "; a caller releases a " + lock + " that it has not taken itself";
      }
      List<Step> steps = new ArrayList<>();
      steps.add(
          new Step(one.lock.site(), "takes the " + lock + ": " + program.print(one.lock.site())));
      List<Turn> turns = new ArrayList<>();
      for (Turn turn = one.came; turn != null; turn = turn.before()) {
        turns.addFirst(turn);
      }
      for (Turn turn : turns) {
        String way = turn.taken() ? " jumps" : " does not jump";
        steps.add(new Step(turn.address(), program.print(turn.address()) + way));
      }
      return new CodeFinding(
          graph.name(one.function),
          one.lock.site(),
          confidence,
          "the "
              + lock
              + " taken here is still held when it returns"
              + one.result.words()
              + ", and released on other paths"
              + why,
          steps);
    }

    private boolean releasedByCaller(Kept one) {
      for (int n = 0; n < graph.incomingCount(one.function); n++) {
        int edge = graph.incoming(one.function, n);
        if (effects.releases(graph.source(edge), one.lock.kind())) {
          return true;
        }
      }
      return false;
    }
  }
}
