package org.inquest.profile.finding;

import java.util.List;
import org.inquest.diagnose.RuleInfo;

/// `queued_spin_lock_slowpath`: a CPU that finds a spinlock taken turns in a loop.
///
/// **What it means.** Several CPUs want one lock of the kernel; more of them make it slower. In a
/// guest the holder may be a virtual CPU that does not run.
///
/// **Reference.** kernel/locking/qspinlock.c.
public final class SpinLockRule implements ProfileRule {
  private static final Dominance WORK =
      new Dominance(
          FunctionGroup.kernel(
              "(native_|__pv_|pv_)?queued_(spin_lock|read_lock|write_lock)_slowpath|do_raw_spin_lock|__pv_queued_spin_lock_slowpath|pv_wait.*|kvm_wait|virt_spin_lock|__raw_callee_save___pv_queued.*"),
          "CPUs spin for locks of the kernel",
          Dominance.USUAL,
          List.of(
              "the callers name the lock: what takes it there is what has to be done less often, or apart",
              "who holds it: profile report --tree of the functions between lock and unlock; lock_stat if the kernel has it"));

  /// For the scan.
  public SpinLockRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "locks.spinning",
        "Spinning on kernel locks",
        "whether CPUs wait for spinlocks and reader-writer locks of the kernel");
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    return WORK.examine(facts);
  }
}
