package org.inquest.engine.code.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.inquest.engine.code.check.LockEffects.Effect;
import org.inquest.engine.code.check.LockTable.Does;
import org.inquest.engine.code.check.PathState.Held;
import org.inquest.engine.code.check.PathState.Pair;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.engine.code.x86.X86Registers;

/// What calls do to the locks that a path holds.
///
/// A release of a lock that is not known to be held releases the last one taken of its kind: two
/// ways to name one lock are more frequent than a function that holds two and mixes them up. What
/// may release a lock unseen takes all of them away.
final class LockCalls implements PathWalk.Calls {
  private static final long EINTR = 0xffff_fffcL;
  private static final long ENOENT = 2;

  /// What `IS_ERR` compares with: above it are errors (include/linux/err.h).
  private static final long FIRST_ERROR = -4096;

  /// Names of functions of other files that may well release something.
  private static final Pattern RELEASING =
      Pattern.compile(
          ".*(unlock|release|_put|put_|drop|free|destroy|finish|complete|abort|_end|end_|stop|done"
              + "|exit|detach|cancel|fini|leave|thaw|resume|enable|commit|cleanup|close).*");

  /// Functions written in assembly that keep most registers (arch/x86/lib/getuser.S, putuser.S,
  /// arch/x86/entry/thunk_64.S).
  private static final Pattern KEEPING =
      Pattern.compile(
          "__get_user_.*|__put_user_.*|__fentry__|__sw_hweight.*|.*_thunk|__SCT__preempt.*"
              + "|__x86_.*|__SCT__might.*|__raw_callee_save.*|clear_page_.*|copy_user_.*"
              + "|rep_movs_.*|__kcsan.*|__sanitizer.*");

  private static final Set<Integer> SPOILT = Set.of(X86Registers.RCX, X86Registers.RDX);

  private final LockEffects effects;
  private final Supplier<Terms> current;
  private final boolean[] own;

  /// Registers that calls change, a bit each.
  private final long clobbered;

  /// By name, whether [#KEEPING] matches.
  private final Map<String, Boolean> keeping = new HashMap<>();

  LockCalls(Program program, LockEffects effects, Supplier<Terms> terms, boolean[] own) {
    this.effects = effects;
    this.current = terms;
    this.own = own;
    this.clobbered = program.calls().clobbered();
  }

  @Override
  public List<PathState> after(int target, String name, long site, PathState state) {
    Terms terms = current.get();
    List<Effect> all = effects(target, name);
    List<Held> locks = new ArrayList<>();
    for (Effect effect : all) {
      locks.add(new Held(effect.kind(), lock(terms, effect, site, state), site));
    }
    if (all.isEmpty() && !state.held.isEmpty() && isVague(target, name)) {
      state.held = List.of();
      state.vague = true;
    }
    state.pointerReturned = false;
    clobber(terms, name, site, state);
    if (all.size() == 1) {
      return apply(terms, all.getFirst(), locks.getFirst(), state);
    }
    PathState after = state;
    for (int i = 0; i < all.size(); i++) {
      Effect effect = all.get(i);
      // Several results that tell of one lock each would be many paths.
      boolean plain = effect.does() == Does.TAKE || effect.does() == Does.FREE;
      Effect simple = plain ? effect : new Effect(effect.kind(), Does.TAKE, effect.lock(), false);
      after = apply(terms, simple, locks.get(i), after).getFirst();
    }
    return List.of(after);
  }

  private static int lock(Terms terms, Effect effect, long site, PathState state) {
    return effect.lock() == null
        ? terms.of(Terms.Kind.MADE, PathState.REGISTERS * 2, state.loops, site)
        : effect.lock().term(terms, state);
  }

  private List<PathState> apply(Terms terms, Effect effect, Held held, PathState state) {
    if (!effect.sure()) {
      unsure(effect, state);
      return List.of(state);
    }
    return switch (effect.does()) {
      case TAKE -> List.of(take(state, held));
      case FREE -> List.of(free(state, held));
      case TRY -> either(terms, state, held, 1, 0);
      case ZERO -> either(terms, state, held, 0, EINTR);
      case VALID -> valid(terms, state, held);
      case POINTER -> {
        state.exists(state.register(X86Registers.RAX));
        yield valid(terms, state, held);
      }
    };
  }

  private static void unsure(Effect effect, PathState state) {
    if (effect.does() == Does.FREE) {
      int before = state.held.size();
      state.held = state.held.stream().filter(h -> h.kind() != effect.kind()).toList();
      state.vague |= state.held.size() != before;
    } else {
      state.vague = true;
    }
  }

  /// The effects of a call, one for each kind of lock; mostly none.
  List<Effect> effects(int target, String name) {
    return target == CodeGraph.NONE ? List.of() : effects.of(target, name);
  }

  /// Whether a callee may release what is held, unseen.
  boolean isVague(int target, String name) {
    if (target == CodeGraph.NONE) {
      return false;
    }
    return !own[target] && RELEASING.matcher(name).matches();
  }

  /// What the callee may change.
  private void clobber(Terms terms, String name, long site, PathState state) {
    boolean keeps = keeping.computeIfAbsent(name, n -> KEEPING.matcher(n).matches());
    for (int i = 0; i < PathState.REGISTERS; i++) {
      boolean changed = keeps ? SPOILT.contains(i) : (clobbered >>> i & 1) != 0;
      if (changed) {
        state.register(
            i, keeps ? terms.of(Terms.Kind.MADE, i, state.loops, site) : terms.unknown());
      }
    }
    state.flags = null;
    if (!name.equals("__fentry__")) {
      state.register(X86Registers.RAX, terms.of(Terms.Kind.RESULT, state.loops, 0, site));
    }
  }

  private List<PathState> either(Terms terms, PathState state, Held held, long taken, long failed) {
    PathState other = state.copy();
    other.register(X86Registers.RAX, terms.constant(failed));
    state.register(X86Registers.RAX, terms.constant(taken));
    return List.of(take(state, held), other);
  }

  /// Both ways of a function that returns a pointer with the lock, or an error without it.
  private List<PathState> valid(Terms terms, PathState state, Held held) {
    PathState other = state.copy();
    other.register(X86Registers.RAX, terms.constant(-ENOENT));
    int result = state.register(X86Registers.RAX);
    int below = Outcomes.EQUAL | Outcomes.of("b");
    state.learn(new Pair(result, terms.constant(FIRST_ERROR), Long.BYTES), below);
    // The same where it is an int, whose sign is tested; that of a pointer's half never is.
    int half = terms.low(result, Integer.BYTES);
    int notLess = Outcomes.EQUAL | Outcomes.ABOVE_GREATER;
    state.learn(new Pair(half, terms.constant(0), Integer.BYTES), notLess);
    return List.of(take(state, held), other);
  }

  private static PathState take(PathState state, Held held) {
    state.exists(held.lock());
    for (Held dropped : state.dropped) {
      if (dropped.kind() == held.kind() && dropped.lock() == held.lock()) {
        state.dropped = without(state.dropped, dropped);
        return state;
      }
    }
    for (Held dropped : state.dropped) {
      if (dropped.kind() == held.kind()) {
        state.dropped = without(state.dropped, dropped);
        return state;
      }
    }
    if (state.held.stream().anyMatch(other -> other.site() == held.site())
        && !state.many.contains(held.site())) {
      state.many = with(state.many, held.site());
    }
    state.held = with(state.held, held);
    return state;
  }

  private static PathState free(PathState state, Held freed) {
    Held match = null;
    for (Held held : state.held) {
      boolean kind = held.kind() == freed.kind();
      if (kind && (match == null || match.lock() != freed.lock() || held.lock() == freed.lock())) {
        match = held;
      }
    }
    if (match == null) {
      state.dropped = with(state.dropped, freed);
    } else {
      state.held = without(state.held, match);
      if (!state.released.contains(match)) {
        state.released = with(state.released, match);
      }
    }
    return state;
  }

  private static <T> List<T> with(List<T> list, T one) {
    List<T> more = new ArrayList<>(list);
    more.add(one);
    return List.copyOf(more);
  }

  private static List<Held> without(List<Held> list, Held one) {
    List<Held> less = new ArrayList<>(list);
    less.remove(one);
    return List.copyOf(less);
  }
}
