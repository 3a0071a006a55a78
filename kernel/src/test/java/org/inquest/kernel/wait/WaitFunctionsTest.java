package org.inquest.kernel.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WaitFunctionsTest {
  @Test
  void familiesAreKnownByTheBeginningOfTheirNames() {
    assertEquals(WaitKind.MUTEX, WaitFunctions.named("__mutex_lock.constprop.0").kind());
    assertEquals(Access.READ, WaitFunctions.named("down_read_killable").access());
    assertEquals(Access.WRITE, WaitFunctions.named("rwsem_down_write_slowpath").access());
    assertEquals(WaitKind.SEMAPHORE, WaitFunctions.named("down").kind());
    assertEquals(WaitKind.SEMAPHORE, WaitFunctions.named("___down_common").kind());
    assertEquals(WaitKind.RT_MUTEX, WaitFunctions.named("rt_mutex_slowlock_block").kind());
    assertTrue(WaitFunctions.named("schedule_preempt_disabled").scheduler());
  }

  @Test
  void aLongerWordIsAnotherFunction() {
    assertFalse(WaitFunctions.named("scheduler_tick").scheduler());
    assertFalse(WaitFunctions.named("downgrade_write").waits());
    assertFalse(WaitFunctions.named("msleep").waits());
    assertFalse(WaitFunctions.named("mutex_locked_by_me").waits());
  }
}
