package org.inquest.diagnose.rules.lockup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.SchedulerFacts;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.kernel.sched.RunQueue;

/// Every CPU ran its idle task, nothing waited for a CPU and nothing was in uninterruptible sleep:
/// the machine had nothing to do and nothing that hung.
///
/// **How it shows.** Load average near zero; somebody took a dump all the same.
///
/// **What to do.** If it seemed dead from outside, look at the network, the console or the service
/// itself: the kernel was ready to work.
///
/// This is context, not a reason: a kernel may oops in an idle machine, too.
public final class IdleMachineRule implements Rule {
  /// A task that has just become ready is not yet a sign of work.
  private static final long WAITING_NS = 100_000_000L;

  /// For the scan.
  public IdleMachineRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "lockup.idle-machine", "Idle machine", "whether the machine had anything to do at all");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    Optional<SchedulerFacts> scheduler = facts.scheduler();
    if (scheduler.isEmpty()) {
      return List.of(new Verdict.NotApplicable("needs the tasks and run queues of a dump"));
    }
    if (!scheduler.get().gaps().isEmpty()) {
      return List.of(new Verdict.NotApplicable("some tasks or run queues are not in the dump"));
    }
    for (RunQueue queue : scheduler.get().queues()) {
      boolean waits =
          scheduler.get().waiters(queue).stream().anyMatch(w -> w.waitedNs() > WAITING_NS);
      if (!queue.isIdle() || waits) {
        return List.of(new Verdict.Clear());
      }
    }
    boolean blocked = !scheduler.get().sleepers(0).isEmpty();
    return List.of(blocked ? new Verdict.Clear() : found(scheduler.get()));
  }

  private static Verdict found(SchedulerFacts facts) {
    List<Evidence> evidence = new ArrayList<>();
    Set<Subject> subjects = new HashSet<>();
    for (RunQueue queue : facts.queues()) {
      long address = queue.address();
      subjects.add(new Subject.CpuSubject(queue.cpu()));
      if (evidence.size() < 8) {
        evidence.add(
            new Evidence.Value(
                address,
                Phrases.member("rq", address, "curr"),
                Phrases.hex(queue.current()),
                "CPU " + queue.cpu() + " runs its idle task"));
      }
    }
    int cpus = facts.queues().size();
    return new Verdict.Found(
        Role.CONTEXT,
        "The machine was idle: "
            + Phrases.every(cpus)
            + " ran the idle task, nothing waited for a CPU, and none of "
            + facts.taskCount()
            + " tasks was in uninterruptible sleep",
        Confidence.CERTAIN,
        "all run queues and tasks were read",
        evidence,
        List.of(),
        List.of(),
        subjects);
  }
}
