package org.inquest.kernel.wait;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.inquest.engine.symbol.Symbols;
import org.inquest.engine.unwind.Frame;

/// Knows the kernel's waiting functions by name. Thousands of tasks sleep in the same few places,
/// so answers are kept by program counter.
final class WaitFunctions {
  /// Beginnings of names, the first that fits counts. Compilers append `.constprop.0` and the like;
  /// kernels append `_killable`, `_timeout`, `_nested`.
  private static final Prefix[] PREFIXES = {
    scheduler("__schedule"),
    scheduler("schedule"),
    scheduler("io_schedule"),
    scheduler("preempt_schedule"),
    // 6b596e62ed9f ("sched: Provide rt_mutex specific scheduler helpers", v6.7).
    scheduler("rt_mutex_schedule"),
    // Called back by __wait_on_bit() to sleep (kernel/sched/wait_bit.c).
    scheduler("bit_wait"),
    // Spins for a mutex's or rwsem's queue: the caller tells for which.
    scheduler("osq_lock"),
    waits("rwsem_down_read", WaitKind.RW_SEMAPHORE, Access.READ),
    waits("rwsem_down_write", WaitKind.RW_SEMAPHORE, Access.WRITE),
    waits("rwsem_optimistic_spin", WaitKind.RW_SEMAPHORE, Access.WRITE),
    waits("rwsem_spin_on_owner", WaitKind.RW_SEMAPHORE, Access.WRITE),
    waits("down_read", WaitKind.RW_SEMAPHORE, Access.READ),
    waits("__down_read", WaitKind.RW_SEMAPHORE, Access.READ),
    waits("down_write", WaitKind.RW_SEMAPHORE, Access.WRITE),
    waits("__down_write", WaitKind.RW_SEMAPHORE, Access.WRITE),
    waits("percpu_down_write", WaitKind.PERCPU_RWSEM, Access.WRITE),
    waits("percpu_down_read", WaitKind.PERCPU_RWSEM, Access.READ),
    waits("__percpu_down_read", WaitKind.PERCPU_RWSEM, Access.READ),
    waits("percpu_rwsem_wait", WaitKind.PERCPU_RWSEM, Access.READ),
    waits("__mutex_lock", WaitKind.MUTEX, Access.PLAIN),
    waits("mutex_lock", WaitKind.MUTEX, Access.PLAIN),
    waits("mutex_spin_on_owner", WaitKind.MUTEX, Access.PLAIN),
    waits("mutex_optimistic_spin", WaitKind.MUTEX, Access.PLAIN),
    waits("__ww_mutex_lock", WaitKind.MUTEX, Access.PLAIN),
    waits("ww_mutex_lock", WaitKind.MUTEX, Access.PLAIN),
    waits("rt_mutex_", WaitKind.RT_MUTEX, Access.PLAIN),
    waits("__rt_mutex_", WaitKind.RT_MUTEX, Access.PLAIN),
    waits("rtlock_slowlock", WaitKind.RT_MUTEX, Access.PLAIN),
    waits("rt_spin_lock", WaitKind.RT_MUTEX, Access.PLAIN),
    waits("down", WaitKind.SEMAPHORE, Access.PLAIN),
    waits("__down", WaitKind.SEMAPHORE, Access.PLAIN),
    waits("___down", WaitKind.SEMAPHORE, Access.PLAIN),
    waits("wait_for_completion", WaitKind.COMPLETION, Access.PLAIN),
    waits("__wait_for_common", WaitKind.COMPLETION, Access.PLAIN),
    waits("wait_for_common", WaitKind.COMPLETION, Access.PLAIN),
    waits("do_wait_for_common", WaitKind.COMPLETION, Access.PLAIN),
    // They wait for a completion of their own: the caller is the one that wants the work done.
    waits("__flush_work", WaitKind.COMPLETION, Access.PLAIN),
    waits("flush_work", WaitKind.COMPLETION, Access.PLAIN),
    waits("folio_wait_bit", WaitKind.PAGE, Access.PLAIN),
    waits("folio_wait_writeback", WaitKind.PAGE, Access.PLAIN),
    waits("__folio_lock", WaitKind.PAGE, Access.PLAIN),
    waits("wait_on_page_bit", WaitKind.PAGE, Access.PLAIN),
    waits("__lock_page", WaitKind.PAGE, Access.PLAIN),
    waits("migration_entry_wait", WaitKind.PAGE, Access.PLAIN),
    waits("__wait_on_bit", WaitKind.BIT, Access.PLAIN),
    waits("out_of_line_wait_on_bit", WaitKind.BIT, Access.PLAIN),
    waits("__wait_on_buffer", WaitKind.BIT, Access.PLAIN),
    waits("futex_", WaitKind.FUTEX, Access.PLAIN),
    waits("__futex_", WaitKind.FUTEX, Access.PLAIN),
    waits("native_queued_spin_lock_slowpath", WaitKind.SPINLOCK, Access.PLAIN),
    waits("__pv_queued_spin_lock_slowpath", WaitKind.SPINLOCK, Access.PLAIN),
    waits("queued_spin_lock_slowpath", WaitKind.SPINLOCK, Access.PLAIN),
    waits("queued_read_lock_slowpath", WaitKind.SPINLOCK, Access.READ),
    waits("queued_write_lock_slowpath", WaitKind.SPINLOCK, Access.WRITE),
    waits("_raw_spin_lock", WaitKind.SPINLOCK, Access.PLAIN),
    waits("__raw_spin_lock", WaitKind.SPINLOCK, Access.PLAIN),
    waits("do_raw_spin_lock", WaitKind.SPINLOCK, Access.PLAIN),
    waits("_raw_read_lock", WaitKind.SPINLOCK, Access.READ),
    waits("_raw_write_lock", WaitKind.SPINLOCK, Access.WRITE),
  };

  private final Symbols symbols;
  private final Map<Long, WaitFunction> byPc = new ConcurrentHashMap<>();

  WaitFunctions(Symbols symbols) {
    this.symbols = symbols;
  }

  private record Prefix(String text, WaitFunction function) {}

  private static Prefix scheduler(String prefix) {
    return new Prefix(prefix, WaitFunction.SCHEDULER);
  }

  private static Prefix waits(String prefix, WaitKind kind, Access access) {
    return new Prefix(prefix, WaitFunction.waits(kind, access));
  }

  /// What the function of a frame says.
  WaitFunction of(Frame frame) {
    if (frame.guess()) {
      return WaitFunction.OTHER;
    }
    WaitFunction known = byPc.get(frame.lookupPc());
    if (known == null) {
      known =
          symbols
              .at(frame.lookupPc())
              // A module's functions are not the kernel's, whatever they are called.
              .filter(s -> s.module().isEmpty())
              .map(s -> named(s.name()))
              .orElse(WaitFunction.OTHER);
      byPc.put(frame.lookupPc(), known);
    }
    return known;
  }

  /// What a name says.
  static WaitFunction named(String function) {
    for (Prefix prefix : PREFIXES) {
      if (function.startsWith(prefix.text) && whole(prefix.text, function)) {
        return prefix.function;
      }
    }
    return WaitFunction.OTHER;
  }

  /// Whether a name goes on, if it does, with a new word: `schedule_timeout` and `down_killable`
  /// are of the family, `scheduler_tick` is not.
  private static boolean whole(String prefix, String function) {
    if (prefix.endsWith("_") || function.length() == prefix.length()) {
      return true;
    }
    char next = function.charAt(prefix.length());
    return next == '_' || next == '.';
  }
}
