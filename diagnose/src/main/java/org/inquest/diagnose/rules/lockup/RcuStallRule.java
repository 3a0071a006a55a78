package org.inquest.diagnose.rules.lockup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CpuActivity;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.SchedulerFacts;
import org.inquest.diagnose.facts.SchedulerFacts.RcuWait;
import org.inquest.diagnose.facts.SchedulerFacts.Waiter;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.formats.oops.LogEvent.Lockup;
import org.inquest.kernel.rcu.GracePeriod;
import org.inquest.kernel.sched.RunQueue;
import org.inquest.kernel.task.Task;

/// A grace period of RCU does not end, because a CPU does not pass a quiescent state, a preempted
/// reader does not run, or RCU's own thread does not.
///
/// **How it shows.** `rcu: INFO: rcu_preempt self-detected stall on CPU` after
/// `rcu_cpu_stall_timeout` seconds; memory freed through RCU does not come back,
/// `synchronize_rcu()` hangs, and with it module loading, network and cgroup changes. In the dump,
/// a grace period began long ago; the masks of its nodes tell who is missing.
///
/// **What to do.** Look at what the CPUs and tasks named here do. Where one of them runs kernel
/// code and nothing keeps it from going on, its loop inside a read-side section, or without a
/// chance to schedule, is the reason; else the stall is a consequence.
///
/// Reference: Documentation/RCU/stallwarn.rst.
public final class RcuStallRule implements Rule {
  /// A grace period takes some 20 ms; three seconds are no accident.
  private static final long SLOW_SECONDS = 3;

  /// For the scan.
  public RcuStallRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "lockup.rcu-stall",
        "RCU stall",
        "a grace period of RCU that does not end, and who holds it up");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    Optional<SchedulerFacts> scheduler = facts.scheduler();
    if (scheduler.isEmpty() && !ReportedLockups.hasLog(facts)) {
      return List.of(new Verdict.NotApplicable("needs the run queues of a dump, or a log"));
    }
    List<Lockup> reports = List.copyOf(ReportedLockups.newest(facts, Lockup.Kind.RCU).values());
    Optional<RcuWait> slow =
        scheduler.flatMap(SchedulerFacts::rcu).filter(rcu -> rcu.seconds() >= SLOW_SECONDS);
    if (slow.isPresent()) {
      return List.of(found(scheduler.get(), slow.get(), reports));
    }
    return List.of(
        reports.isEmpty() ? new Verdict.Clear() : reported(reports, scheduler.isPresent()));
  }

  private static Verdict reported(List<Lockup> reports, boolean over) {
    List<Evidence> lines = new ArrayList<>();
    reports.forEach(report -> lines.add(ReportedLockups.line(report.line())));
    return new Verdict.Found(
        over ? Role.CONTEXT : Role.CONSEQUENCE,
        "A grace period of RCU did not end for long, says the kernel's log"
            + (over ? "; it ended later" : ""),
        Confidence.LIKELY,
        over ? "none hangs in the dump" : "only the log tells of it",
        lines,
        List.of(),
        List.of("look at what the CPUs did that the report names"),
        Set.of());
  }

  private static Verdict found(SchedulerFacts facts, RcuWait rcu, List<Lockup> reports) {
    GracePeriod period = rcu.period();
    long age = rcu.seconds();
    Set<Subject> subjects = new HashSet<>();
    List<String> reasons = new ArrayList<>();
    List<Integer> cpus = period.waitsForCpus();
    if (!cpus.isEmpty()) {
      reasons.add(
          Phrases.cpus(cpus)
              + (cpus.size() == 1 ? " has" : " have")
              + " not passed a quiescent state");
      cpus.forEach(cpu -> subjects.add(new Subject.CpuSubject(cpu)));
    }
    List<CpuActivity> culprits =
        rcu.seconds() >= rcu.timeoutSeconds() ? culprits(facts, rcu) : List.of();
    for (CpuActivity culprit : culprits) {
      subjects.add(new Subject.CpuSubject(culprit.cpu()));
      subjects.add(new Subject.CulpritSubject(culprit.task().address(), culprit.task().pid()));
    }
    List<Task> readers = rcu.readers();
    readers.forEach(t -> subjects.add(new Subject.TaskSubject(t.address(), t.pid())));
    if (!readers.isEmpty()) {
      reasons.add(
          Phrases.list(readers, 4, Task::title)
              + (readers.size() == 1 ? " was" : " were")
              + " preempted inside a read-side section");
    }
    starvedThread(facts, period)
        .ifPresent(waiter -> {
          subjects.add(new Subject.TaskSubject(period.thread(), waiter.task().pid()));
          subjects.add(new Subject.CpuSubject(waiter.task().cpu()));
          reasons.add(
              waiter.task().title()
                  + ", which ends grace periods, is ready and does not get CPU "
                  + waiter.task().cpu()
                  + (waiter.exact() ? " for " + Phrases.span(waiter.waitedNs()) : ""));
        });
    for (CpuActivity culprit : culprits) {
      reasons.add(
          culprit.task().title() + " runs on CPU " + culprit.cpu() + " " + culprit.taskWhere());
    }
    String why = reasons.isEmpty() ? "who holds it up can't be seen" : String.join("; ", reasons);
    int timeout = rcu.timeoutSeconds();
    return new Verdict.Found(
        culprits.isEmpty() ? Role.CONSEQUENCE : Role.CAUSE,
        "An RCU grace period has not ended for " + age + " s: " + why,
        age >= timeout && !reasons.isEmpty() && culprits.isEmpty()
            ? Confidence.CERTAIN
            : Confidence.LIKELY,
        age >= timeout
            ? "the kernel itself calls it a stall after " + timeout + " s"
            : "a grace period normally takes some milliseconds; the kernel would complain after "
                + timeout
                + " s",
        evidence(period, age, reports, culprits),
        List.of(),
        List.of(
            culprits.isEmpty()
                ? "look at what keeps these CPUs and tasks from going on"
                : "look for a loop that does not end in the functions on that stack; a long one needs cond_resched()"
                    + " outside of read-side sections"),
        subjects);
  }

  private static Optional<Waiter> starvedThread(SchedulerFacts facts, GracePeriod period) {
    for (RunQueue queue : facts.queues()) {
      for (Waiter waiter : facts.waiters(queue)) {
        boolean starved = waiter.waitedNs() < 0 || waiter.waitedNs() >= Hog.STARVED_NS;
        if (waiter.task().address() == period.thread() && starved) {
          return Optional.of(waiter);
        }
      }
    }
    return Optional.empty();
  }

  /// The CPUs that a stalled grace period waits for, or on which a reader that it waits for runs,
  /// and that execute kernel code without waiting for anybody.
  private static List<CpuActivity> culprits(SchedulerFacts facts, RcuWait rcu) {
    List<CpuActivity> culprits = new ArrayList<>();
    for (RunQueue queue : facts.queues()) {
      boolean held = rcu.period().waitsForCpus().contains(queue.cpu());
      boolean reads = rcu.readers().stream().anyMatch(t -> t.address() == queue.current());
      if ((held || reads) && !queue.isIdle()) {
        facts
            .cpu(queue.cpu())
            .filter(activity -> activity.taskInKernel() && activity.spinsFor().isEmpty())
            .ifPresent(culprits::add);
      }
    }
    return culprits;
  }

  private static List<Evidence> evidence(
      GracePeriod period, long age, List<Lockup> reports, List<CpuActivity> culprits) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(
        new Evidence.Value(
            period.address(),
            "rcu_state.gp_seq",
            Phrases.hex(period.sequence()),
            "a grace period is under way (low bits not zero)"));
    evidence.add(
        new Evidence.Value(
            period.address(),
            "rcu_state.gp_start",
            Long.toUnsignedString(period.startedJiffies()),
            "jiffies when it began, " + age + " s before the end"));
    reports.forEach(report -> evidence.add(ReportedLockups.line(report.line())));
    for (CpuActivity culprit : culprits) {
      evidence.add(
          new Evidence.Frames(
              culprit.task().title(), culprit.frames(), "where CPU " + culprit.cpu() + " is"));
    }
    return evidence;
  }
}
