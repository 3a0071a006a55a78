package org.inquest.diagnose.rules.locking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.diagnose.wait.Wait;
import org.inquest.diagnose.wait.WaitGraph;
import org.inquest.kernel.wait.WaitKind;

/// CPUs that spin for each other's spinlocks.
///
/// Like every lock cycle, but the CPUs are lost with the tasks: they spin until the machine is
/// reset, and with interrupts off not even the soft lockup detector runs there.
///
/// Who holds a spinlock is not recorded; the claim rests on the code of the functions on each CPU's
/// stack, which mentions a lock, takes it, and has not let go of it.
///
/// What to do: one order for all locks, and lockdep. Documentation/locking/spinlocks.rst.
public final class SpinDeadlockRule implements Rule {
  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "locking.spin-deadlock", "Spinlock deadlock", "CPUs that spin for each other's spinlocks");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    Optional<WaitGraph> graph = facts.waits();
    if (graph.isEmpty()) {
      return List.of(new Verdict.NotApplicable("it is not known what tasks wait for"));
    }
    List<Verdict> found = new ArrayList<>();
    for (List<Wait> cycle : graph.get().cycles()) {
      boolean spins = cycle.stream().anyMatch(w -> w.thing().kind() == WaitKind.SPINLOCK);
      if (cycle.size() > 1 && spins) {
        found.add(LockCycleRule.verdict(new WaitStory(graph.get()), cycle));
      }
    }
    return found.isEmpty() ? List.of(new Verdict.Clear()) : found;
  }
}
