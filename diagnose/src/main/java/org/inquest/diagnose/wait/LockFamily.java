package org.inquest.diagnose.wait;

import java.util.List;
import java.util.Optional;
import org.inquest.kernel.wait.WaitKind;

/// Functions that take and let go of one kind of lock. Kernels with lockdep
/// (CONFIG_DEBUG_LOCK_ALLOC) call others to take it, which are told the lock's class
/// (include/linux/mutex.h, rwsem.h, rtmutex.h, spinlock_api_smp.h).
enum LockFamily {
  /// rw_semaphores, for reading.
  READ(
      List.of(
          "down_read",
          "down_read_killable",
          "down_read_interruptible",
          "down_read_trylock",
          "down_read_nested",
          "down_read_killable_nested"),
      List.of("up_read")),
  /// rw_semaphores, for writing.
  WRITE(
      List.of(
          "down_write",
          "down_write_killable",
          "down_write_trylock",
          "down_write_nested",
          "down_write_killable_nested",
          "_down_write_nest_lock"),
      List.of("up_write", "downgrade_write")),
  /// Mutexes.
  MUTEX(
      List.of(
          "mutex_lock",
          "mutex_lock_killable",
          "mutex_lock_interruptible",
          "mutex_lock_io",
          "mutex_trylock",
          "mutex_lock_nested",
          "mutex_lock_killable_nested",
          "mutex_lock_interruptible_nested",
          "mutex_lock_io_nested",
          "_mutex_lock_nest_lock",
          "ww_mutex_lock",
          "ww_mutex_lock_interruptible"),
      List.of("mutex_unlock", "ww_mutex_unlock")),
  /// rt_mutexes.
  RT_MUTEX(
      List.of(
          "rt_mutex_lock",
          "rt_mutex_lock_killable",
          "rt_mutex_lock_interruptible",
          "rt_mutex_trylock",
          "rt_mutex_lock_nested",
          "_rt_mutex_lock_nest_lock"),
      List.of("rt_mutex_unlock")),
  /// Spinlocks.
  SPIN(
      List.of(
          "_raw_spin_lock",
          "_raw_spin_lock_irq",
          "_raw_spin_lock_irqsave",
          "_raw_spin_lock_bh",
          "_raw_spin_trylock",
          "_raw_spin_lock_nested",
          "_raw_spin_lock_irqsave_nested",
          "_raw_spin_lock_nest_lock"),
      List.of(
          "_raw_spin_unlock",
          "_raw_spin_unlock_irq",
          "_raw_spin_unlock_irqrestore",
          "_raw_spin_unlock_bh"));

  private final List<String> acquire;
  private final List<String> release;

  LockFamily(List<String> acquire, List<String> release) {
    this.acquire = acquire;
    this.release = release;
  }

  /// Functions that take it.
  List<String> acquire() {
    return acquire;
  }

  /// Functions that let go of it.
  List<String> release() {
    return release;
  }

  /// The functions that take a kind of lock alone; empty for kinds that have none of their own.
  static Optional<LockFamily> exclusive(WaitKind kind) {
    return switch (kind) {
      case MUTEX -> Optional.of(MUTEX);
      case RW_SEMAPHORE -> Optional.of(WRITE);
      case RT_MUTEX -> Optional.of(RT_MUTEX);
      case SPINLOCK -> Optional.of(SPIN);
      default -> Optional.empty();
    };
  }
}
