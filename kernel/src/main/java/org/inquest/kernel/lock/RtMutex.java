package org.inquest.kernel.lock;

import org.inquest.engine.object.KObject;

/// `struct rt_mutex_base` (include/linux/rtmutex.h), which 830e6acc8a1c ("locking/rtmutex: Split
/// out the inner parts of 'struct rtmutex'", v5.15) took out of `struct rt_mutex`; it lies first
/// there.
///
/// @param address of the `struct rt_mutex_base`, and of the `struct rt_mutex` around it
/// @param ownerWord `owner` as read: a `struct task_struct *`, bit 0 set if somebody waits
public record RtMutex(long address, long ownerWord) {
  private static final long HAS_WAITERS = 1;

  /// Reads an rt_mutex.
  ///
  /// @param mutex `struct rt_mutex_base`; before v5.15 `struct rt_mutex`
  /// @throws org.inquest.formats.fault.MemoryFault where it is not in the dump
  public static RtMutex read(KObject mutex) {
    return new RtMutex(mutex.address(), mutex.member("owner").asLong());
  }

  /// Address of the owner's `struct task_struct`, 0 if nobody holds it.
  public long owner() {
    return ownerWord & ~HAS_WAITERS;
  }

  /// Whether somebody waits.
  public boolean hasWaiters() {
    return (ownerWord & HAS_WAITERS) != 0;
  }
}
