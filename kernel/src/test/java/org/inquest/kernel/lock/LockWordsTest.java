package org.inquest.kernel.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// The words in which locks keep owners, flags and counts.
class LockWordsTest {
  private static final long TASK = 0xffff_8bda_4105_68c0L;

  @Test
  void aMutexOwnerCarriesThreeFlags() {
    Mutex mutex = new Mutex(0, TASK | 3);
    assertEquals(TASK, mutex.owner());
    assertTrue(mutex.hasWaiters());
    assertTrue(mutex.handoff());
    assertEquals(TASK, new Mutex(0, TASK | 4).owner());
    assertFalse(new Mutex(0, TASK).hasWaiters());
  }

  @Test
  void anRwSemaphoreCountsReadersAboveBit8() {
    RwSem read = new RwSem(0, 2 << 8 | 2, TASK | 1);
    assertEquals(2, read.readers());
    assertFalse(read.writeLocked());
    assertTrue(read.hasWaiters());
    assertTrue(read.readerOwned());
    assertEquals(TASK, read.owner());
    RwSem written = new RwSem(0, 1 | 2 | 4, TASK);
    assertTrue(written.writeLocked());
    assertTrue(written.handoff());
    assertFalse(written.free());
    assertTrue(new RwSem(0, 2, TASK | 1).free(), "waiters only, the owner word is stale");
    assertEquals(1, new RwSem(0, Long.MIN_VALUE | 1 << 8, 0).readers(), "read fail is no reader");
  }

  @Test
  void aSpinlockIsContendedOnlyWithSomebodyBehindTheHolder() {
    assertTrue(new SpinLock(0, 0x101).contended(2), "one pending");
    assertTrue(new SpinLock(0, 2 << 18 | 1).contended(2), "CPU 1 queued");
    assertEquals(1, new SpinLock(0, 2 << 18 | 1).tailCpu());
    assertFalse(new SpinLock(0, 1).contended(2), "held, nobody waits");
    assertFalse(new SpinLock(0, 9 << 18 | 1).contended(2), "there is no CPU 8");
    assertFalse(new SpinLock(0, 0x7f01).contended(2), "pending is one bit");
  }
}
