package org.inquest.kernel.lock;

import org.inquest.engine.object.KObject;

/// The queued spinlock in a `raw_spinlock_t` or `spinlock_t`
/// (include/asm-generic/qspinlock_types.h).
///
/// ```
///  31 ........ 18  17 16          15 ... 8   7 .... 0
///  CPU + 1 of the  its node for   pending    locked
///  last in queue   this context
/// ```
///
/// With 16384 CPUs or more the fields lie otherwise; no distribution builds that. Who holds a
/// spinlock is recorded only with CONFIG_DEBUG_SPINLOCK.
///
/// @param address of the lock
/// @param value `val` as read
public record SpinLock(long address, int value) {

  /// Reads a lock.
  ///
  /// @param lock `struct qspinlock`
  /// @throws org.inquest.formats.fault.MemoryFault where it is not in the dump
  public static SpinLock read(KObject lock) {
    return new SpinLock(lock.address(), lock.member("val.counter").asInt());
  }

  /// Whether somebody holds it.
  public boolean locked() {
    return (value & 0xff) != 0;
  }

  /// Whether a first waiter spins on the lock itself.
  public boolean pending() {
    return (value & 0xff00) != 0;
  }

  /// CPU of the last in the queue, -1 if nobody queues.
  public int tailCpu() {
    return (value >>> 18) - 1;
  }

  /// Whether the value is one that a lock with somebody spinning for it can have.
  public boolean contended(int cpus) {
    int pendingByte = value >>> 8 & 0xff;
    return (value & 0xff) <= 1
        && pendingByte <= 1
        && tailCpu() < cpus
        && (pendingByte == 1 || tailCpu() >= 0);
  }
}
