package org.inquest.kernel.lock;

import org.inquest.engine.object.KObject;

/// `struct mutex` (include/linux/mutex.h, kernel/locking/mutex.c).
///
/// The owner's address carries flags in its low bits: 3ca0ff571b09 ("locking/mutex: Rework
/// mutex::owner", v4.10), a third flag since e274795ea7b7 (v4.11). A `task_struct` is aligned to
/// more than eight bytes.
///
/// @param address of the `struct mutex`
/// @param ownerWord `owner` as read: a `struct task_struct *` and flags
public record Mutex(long address, long ownerWord) {
  private static final long FLAGS = 7;
  private static final long WAITERS = 1;
  private static final long HANDOFF = 2;

  /// Reads a mutex.
  ///
  /// @param mutex `struct mutex`
  /// @throws org.inquest.formats.fault.MemoryFault where it is not in the dump
  public static Mutex read(KObject mutex) {
    // bb630f9f7a7d ("locking/rtmutex: Add mutex variant for RT", v5.15): with PREEMPT_RT an
    // rt_mutex inside.
    return new Mutex(mutex.address(), mutex.memberOf("owner.counter", "rtmutex.owner").asLong());
  }

  /// Address of the owner's `struct task_struct`, 0 if nobody holds it.
  public long owner() {
    return ownerWord & ~FLAGS;
  }

  /// Whether the unlocker has to wake somebody.
  public boolean hasWaiters() {
    return (ownerWord & WAITERS) != 0;
  }

  /// Whether the first waiter asked to be given the lock, so that nobody may steal it.
  public boolean handoff() {
    return (ownerWord & HANDOFF) != 0;
  }
}
