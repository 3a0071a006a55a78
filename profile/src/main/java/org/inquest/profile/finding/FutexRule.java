package org.inquest.profile.finding;

import java.util.List;
import org.inquest.diagnose.RuleInfo;

/// Futexes and what programs build of them: mutexes, condition variables.
///
/// **What it means.** Threads fight for a lock of their own program; each sleep and wake-up is a
/// system call.
///
/// **Reference.** futex(2), kernel/futex.
public final class FutexRule implements ProfileRule {
  private static final Dominance WORK =
      new Dominance(
          FunctionGroup.both(
              "(do_|__x64_sys_|__se_sys_|__do_sys_)?futex(_wait.*|_wake.*|_q_.*|_hash.*|_requeue.*|_setup.*|_lock_pi.*)?|get_futex_key|wake_up_q"
                  + "|(__|___)?pthread_(mutex_(lock|unlock|trylock).*|cond_(wait|signal|broadcast|timedwait).*|spin_lock|rwlock_.*)|__lll_(lock|unlock|mutex)_.*|__futex_.*|lll_.*|sem_(wait|post).*|runtime\\.(lock2|futex.*|unlock2)"),
          "Threads of programs lock, wait and wake",
          Dominance.USUAL,
          List.of(
              "see which lock: profile report --tree, call chains of the program (--call-graph dwarf)",
              "hold it for less, split it, or give each thread its own part; time asleep is not in this profile"));

  /// For the scan.
  public FutexRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "locks.futex",
        "Locks of programs",
        "whether waiting for and waking at locks of programs takes the time");
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    return WORK.examine(facts);
  }
}
