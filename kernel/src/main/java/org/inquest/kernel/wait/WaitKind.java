package org.inquest.kernel.wait;

/// What kind of thing a task waits for.
public enum WaitKind {
  /// `struct mutex`, also inside a `struct ww_mutex`.
  MUTEX("mutex"),
  /// `struct rw_semaphore`.
  RW_SEMAPHORE("rw_semaphore"),
  /// `struct rt_mutex`.
  RT_MUTEX("rt_mutex"),
  /// `struct semaphore`.
  SEMAPHORE("semaphore"),
  /// `struct percpu_rw_semaphore`.
  PERCPU_RWSEM("percpu_rw_semaphore"),
  /// `raw_spinlock_t`, `spinlock_t`, `rwlock_t`.
  SPINLOCK("spinlock"),
  /// `struct completion`.
  COMPLETION("completion"),
  /// `struct wait_queue_head`.
  WAIT_QUEUE("wait queue"),
  /// A bit of a page's or folio's flags: locked, under writeback.
  PAGE("page"),
  /// A bit of any word.
  BIT("bit"),
  /// A word of user memory.
  FUTEX("futex");

  private final String words;

  WaitKind(String words) {
    this.words = words;
  }

  /// For a sentence: "waits for the *mutex*".
  public String words() {
    return words;
  }

  /// Whether somebody holds such a thing and has to release it himself.
  public boolean lock() {
    return switch (this) {
      case MUTEX, RW_SEMAPHORE, RT_MUTEX, SEMAPHORE, PERCPU_RWSEM, SPINLOCK -> true;
      case COMPLETION, WAIT_QUEUE, PAGE, BIT, FUTEX -> false;
    };
  }
}
