package org.inquest.engine.code.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.inquest.engine.code.check.LockTable.Does;
import org.inquest.engine.code.check.LockTable.Entry;
import org.inquest.engine.code.check.PathState.Held;
import org.inquest.engine.code.x86.X86Registers;
import org.jspecify.annotations.Nullable;

/// What the functions of a program do to locks on balance: those of the table, and those found to
/// take or release one for their callers. Threads may ask; one may tell it, while none asks.
final class LockEffects {
  private final Program program;
  private final LockTable table;

  /// By function; absent where it leaves locks as they were.
  private final Map<Integer, List<Effect>> found = new HashMap<>();

  /// Functions that release on some path what they did not take.
  private final Map<Integer, Set<Integer>> releasing = new HashMap<>();

  /// What a call does to one kind of lock.
  ///
  /// @param lock where the lock is, as the caller can compute it; null where that is not known
  /// @param sure false where only some paths do it and the result does not say which
  record Effect(int kind, Does does, @Nullable LockPlace lock, boolean sure) {}

  /// What the paths of one function say of it.
  ///
  /// @param releases kinds of locks that it releases on some path and did not take
  record Learned(List<Effect> effects, Set<Integer> releases) {}

  /// Of functions that leave all locks as they were.
  static final Learned NOTHING = new Learned(List.of(), Set.of());

  LockEffects(Program program, LockTable table) {
    this.program = program;
    this.table = table;
  }

  /// The effects of calling a function, one for each kind of lock; mostly none.
  ///
  /// @param name for functions of other files
  List<Effect> of(int function, String name) {
    Entry entry = table.find(name);
    if (entry != null) {
      LockPlace place =
          entry.argument() == LockTable.NO_ARGUMENT
              ? new LockPlace.Number(-entry.kind())
              : new LockPlace.Input(program.calls().argument(entry.argument()));
      return List.of(new Effect(entry.kind(), entry.does(), place, true));
    }
    return found.getOrDefault(function, List.of());
  }

  /// Whether a function releases locks of a kind that it has not taken.
  boolean releases(int function, int kind) {
    return releasing.getOrDefault(function, Set.of()).contains(kind);
  }

  /// Takes note of what a function was seen to do.
  ///
  /// @return whether that is news
  boolean learn(int function, Learned learned) {
    if (!learned.releases.isEmpty()) {
      releasing.merge(function, learned.releases, LockEffects::union);
    }
    List<Effect> effects = learned.effects;
    return !effects.isEmpty() && !effects.equals(found.put(function, effects));
  }

  private static Set<Integer> union(Set<Integer> a, Set<Integer> b) {
    Set<Integer> all = new HashSet<>(a);
    all.addAll(b);
    return all;
  }

  /// What the paths of a function say.
  static Learned of(Terms terms, List<PathState> returns) {
    Map<Integer, Integer> least = new TreeMap<>();
    Map<Integer, Integer> most = new HashMap<>();
    Set<Integer> releases = new HashSet<>();
    Set<Integer> kinds = kinds(returns);
    for (PathState state : returns) {
      for (int kind : kinds) {
        int net = count(state.held, kind) - count(state.dropped, kind);
        least.merge(kind, net, Math::min);
        most.merge(kind, net, Math::max);
        if (count(state.dropped, kind) > 0) {
          releases.add(kind);
        }
      }
    }
    List<Effect> effects = new ArrayList<>();
    for (Map.Entry<Integer, Integer> one : least.entrySet()) {
      int kind = one.getKey();
      if (most.getOrDefault(kind, 0) != 0 || one.getValue() != 0) {
        effects.add(effect(kind, one.getValue(), most.getOrDefault(kind, 0), terms, returns));
      }
    }
    return new Learned(List.copyOf(effects), releases);
  }

  private static Set<Integer> kinds(List<PathState> returns) {
    Set<Integer> kinds = new HashSet<>();
    for (PathState state : returns) {
      state.held.forEach(held -> kinds.add(held.kind()));
      state.dropped.forEach(held -> kinds.add(held.kind()));
    }
    return kinds;
  }

  private static int count(List<Held> locks, int kind) {
    return (int) locks.stream().filter(held -> held.kind() == kind).count();
  }

  private static Effect effect(
      int kind, int least, int most, Terms terms, List<PathState> returns) {
    LockPlace place = place(kind, terms, returns);
    if (least > 0) {
      return new Effect(kind, Does.TAKE, place, true);
    }
    if (least < 0) {
      return new Effect(kind, Does.FREE, place, most < 0);
    }
    Set<PathResult.Class> with = new HashSet<>();
    Set<PathResult.Class> without = new HashSet<>();
    for (PathState state : returns) {
      (count(state.held, kind) > 0 ? with : without).add(PathResult.of(terms, state).kind());
    }
    if (with.equals(Set.of(PathResult.Class.ZERO)) && !mayBeZero(without)) {
      return new Effect(kind, Does.ZERO, place, true);
    }
    if (without.equals(Set.of(PathResult.Class.ZERO)) && !mayBeZero(with)) {
      return new Effect(kind, Does.TRY, place, true);
    }
    Set<PathResult.Class> error = Set.of(PathResult.Class.ERROR);
    if (without.equals(error) && !with.contains(PathResult.Class.ERROR)) {
      boolean pointer = !with.contains(PathResult.Class.ZERO) && errorsAreWide(kind, returns);
      return new Effect(kind, pointer ? Does.POINTER : Does.VALID, place, true);
    }
    return new Effect(kind, Does.TAKE, place, false);
  }

  /// Whether the errors returned without the lock have the sign of a 64-bit number.
  private static boolean errorsAreWide(int kind, List<PathState> returns) {
    boolean wide = false;
    for (PathState state : returns) {
      Long number = state.number(state.register(X86Registers.RAX));
      if (count(state.held, kind) == 0 && number != null) {
        if (number > 0) {
          return false;
        }
        wide = true;
      }
    }
    return wide;
  }

  private static boolean mayBeZero(Set<PathResult.Class> classes) {
    return classes.contains(PathResult.Class.ZERO) || classes.contains(PathResult.Class.ANY);
  }

  /// Where the lock is, if that is the same on all paths.
  private static @Nullable LockPlace place(int kind, Terms terms, List<PathState> returns) {
    LockPlace place = null;
    for (PathState state : returns) {
      for (List<Held> locks : List.of(state.held, state.dropped)) {
        for (Held held : locks) {
          if (held.kind() == kind) {
            LockPlace other = LockPlace.of(terms, held.lock());
            if (other == null || place != null && !place.equals(other)) {
              return null;
            }
            place = other;
          }
        }
      }
    }
    return place;
  }
}
