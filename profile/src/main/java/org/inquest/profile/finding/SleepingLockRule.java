package org.inquest.profile.finding;

import java.util.List;
import org.inquest.diagnose.RuleInfo;

/// Optimistic spinning: a task that wants a mutex turns in a loop as long as the holder runs.
///
/// **What it means.** One lock of the kernel, often `mmap_lock` of a process with many threads or
/// `i_rwsem` of one file, is the bottleneck.
///
/// **Reference.** kernel/locking/mutex.c, osq_lock.c, rwsem.c.
public final class SleepingLockRule implements ProfileRule {
  private static final Dominance WORK =
      new Dominance(
          FunctionGroup.kernel(
              "osq_lock|mutex_spin_on_owner|mutex_optimistic_spin|mutex_can_spin_on_owner|rwsem_(spin_on_owner|optimistic_spin)|rwsem_down_(read|write)_slowpath|__mutex_lock(_slowpath|_common)?|__ww_mutex_lock|rtmutex_spin_on_owner|rt_mutex_slowlock.*|percpu_rwsem_wait"),
          "Tasks wait for mutexes and semaphores of the kernel",
          Dominance.USUAL,
          List.of(
              "the callers name the lock: mmap_lock means threads that map, unmap and fault in one process; i_rwsem means writers of one file",
              "time asleep is not in this profile"));

  /// For the scan.
  public SleepingLockRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "locks.mutexes",
        "Spinning on mutexes and semaphores",
        "whether tasks spin for a mutex or a semaphore of the kernel whose holder runs");
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    return WORK.examine(facts);
  }
}
