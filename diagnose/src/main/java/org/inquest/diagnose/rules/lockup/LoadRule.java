package org.inquest.diagnose.rules.lockup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.SchedulerFacts;
import org.inquest.diagnose.facts.SchedulerFacts.Waiter;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.kernel.sched.RunQueue;
import org.inquest.kernel.sched.SchedClass;
import org.inquest.kernel.time.LoadAverage;

/// More normal tasks are ready to run than the CPUs can serve: the machine is busy, not dead.
///
/// **How it shows.** Every CPU runs a normal task and others wait, each for a fair turn.
///
/// **What to do.** Nothing, if the machine crashed for another reason; otherwise see who uses the
/// CPUs.
///
/// Reference: Documentation/scheduler/sched-design-CFS.rst.
public final class LoadRule implements Rule {
  private static final int CROWD_PER_CPU = 2;
  private static final int SHOWN = 6;

  /// For the scan.
  public LoadRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "lockup.load", "CPU load", "more normal tasks ready to run than the CPUs can serve");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    Optional<SchedulerFacts> scheduler = facts.scheduler();
    if (scheduler.isEmpty()) {
      return List.of(new Verdict.NotApplicable("needs the run queues of a dump"));
    }
    List<Evidence> evidence = new ArrayList<>();
    List<Waiter> crowd = new ArrayList<>();
    List<Integer> stuck = StuckCpu.of(scheduler.get()).stream().map(StuckCpu::cpu).toList();
    for (RunQueue queue : scheduler.get().queues()) {
      if (stuck.contains(queue.cpu()) || !runsNormalTask(scheduler.get(), queue)) {
        continue;
      }
      List<Waiter> normal = new ArrayList<>();
      for (Waiter waiter : scheduler.get().waiters(queue)) {
        if (waiter.queued().schedClass() == SchedClass.FAIR) {
          normal.add(waiter);
        }
      }
      crowd.addAll(normal);
      long address = queue.address();
      if (!normal.isEmpty() && evidence.size() < SHOWN) {
        evidence.add(
            new Evidence.Value(
                address,
                Phrases.member("rq", address, "nr_running"),
                Integer.toString(queue.running()),
                "CPU "
                    + queue.cpu()
                    + ": waiting: "
                    + Phrases.list(normal, SHOWN, w -> w.task().title())));
      }
    }
    int cpus = scheduler.get().queues().size();
    if (crowd.isEmpty() || crowd.size() < CROWD_PER_CPU * cpus) {
      return List.of(new Verdict.Clear());
    }
    return List.of(found(scheduler.get().load(), crowd, cpus, evidence));
  }

  /// Whoever waits behind a real-time task or a locked-up CPU does not wait for a fair turn.
  private static boolean runsNormalTask(SchedulerFacts facts, RunQueue queue) {
    return facts
        .cpu(queue.cpu())
        .map(state ->
            !queue.isIdle() && SchedClass.ofPriority(state.task().prio()) == SchedClass.FAIR)
        .orElse(false);
  }

  private static Verdict found(
      Optional<LoadAverage> load, List<Waiter> crowd, int cpus, List<Evidence> evidence) {
    long longest = crowd.stream().mapToLong(Waiter::waitedNs).max().orElse(0);
    String average =
        load.map(l -> "; load average " + l.one() + ", " + l.five() + ", " + l.fifteen())
            .orElse("");
    return new Verdict.Found(
        Role.CONTEXT,
        crowd.size()
            + " normal tasks were ready and waited for "
            + Phrases.every(cpus)
            + (longest > 0 ? ", none for more than " + Phrases.span(longest) : "")
            + average,
        Confidence.CERTAIN,
        "counted on the run queues",
        evidence,
        List.of(),
        List.of(),
        Set.of());
  }
}
