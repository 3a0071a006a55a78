package org.inquest.kernel.lock;

import org.inquest.engine.object.KObject;
import org.inquest.formats.fault.Unsupported;

/// `struct rw_semaphore` (include/linux/rwsem.h, kernel/locking/rwsem.c).
///
/// ```
///  count  63        62 ............ 8   7..3  2        1        0
///         read fail number of readers    -    handoff  waiters  write-locked
///  owner  task_struct * ....................  2 and 1: do not spin   0: a reader wrote it
/// ```
///
/// This is the scheme of 64489e78004c ("locking/rwsem: Implement a new locking scheme", v5.3). The
/// owner of a read-locked semaphore is the task that took it *last*: it may have let go since, and
/// other readers are not recorded anywhere.
///
/// @param address of the `struct rw_semaphore`
/// @param count as read
/// @param ownerWord `owner` as read
public record RwSem(long address, long count, long ownerWord) {
  private static final long WRITE_LOCKED = 1;
  private static final long WAITERS = 2;
  private static final long HANDOFF = 4;
  private static final int READER_SHIFT = 8;
  private static final long READ_FAIL = Long.MIN_VALUE;

  /// Two flags since 7d43f1ce9dd0 (v5.3), one since 617f3ef95177 (v5.11); three bits are free on
  /// both.
  private static final long OWNER_FLAGS = 7;

  private static final long READER_OWNED = 1;

  /// Reads a semaphore.
  ///
  /// @param semaphore `struct rw_semaphore`
  /// @throws org.inquest.formats.fault.MemoryFault where it is not in the dump
  /// @throws Unsupported for kernels before 5.3 and with PREEMPT_RT, which count in other ways
  public static RwSem read(KObject semaphore) {
    // 94a9717b3c40 ("locking/rwsem: Make rwsem->owner an atomic_long_t", v5.3) came with the new
    // count.
    if (!semaphore.has("owner.counter") || !semaphore.has("count.counter")) {
      throw new Unsupported("struct rw_semaphore as kernels before 5.3 and PREEMPT_RT have it");
    }
    return new RwSem(
        semaphore.address(),
        semaphore.member("count.counter").asLong(),
        semaphore.member("owner.counter").asLong());
  }

  /// Whether somebody holds it for writing.
  public boolean writeLocked() {
    return (count & WRITE_LOCKED) != 0;
  }

  /// How many hold it for reading.
  public long readers() {
    return (count & ~READ_FAIL) >>> READER_SHIFT;
  }

  /// Whether nobody holds it.
  public boolean free() {
    return !writeLocked() && readers() == 0;
  }

  /// Whether tasks are queued: then newcomers queue up behind them, readers too.
  public boolean hasWaiters() {
    return (count & WAITERS) != 0;
  }

  /// Whether it is reserved for the first in the queue.
  public boolean handoff() {
    return (count & HANDOFF) != 0;
  }

  /// Address of the `struct task_struct` of the writer that holds it, or of the reader that took it
  /// last; 0 if none is recorded.
  public long owner() {
    return ownerWord & ~OWNER_FLAGS;
  }

  /// Whether the owner took it for reading, so that [#owner] is a hint only.
  public boolean readerOwned() {
    return (ownerWord & READER_OWNED) != 0;
  }
}
