package org.inquest.diagnose.rules.lockup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CpuActivity;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.SchedulerFacts;
import org.inquest.diagnose.facts.SchedulerFacts.Waiter;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.formats.oops.LogEvent.Lockup;

/// A CPU takes interrupts and yet does not schedule: kernel code loops with preemption off, or
/// spins for something that does not come.
///
/// **How it shows.** `watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [comm:pid]`, at the latest
/// after twice `kernel.watchdog_thresh` seconds. In the dump, even the CPU's stop task
/// (`migration/N`), which comes before everything else, is ready and does not run; so the lockup is
/// found here also before the detector would have reported it.
///
/// **What to do.** Read the stack: the innermost function that is no lock is the loop, or waits for
/// what the loop holds. A CPU that spins for a lock is a victim; look for the owner.
///
/// Reference: kernel/watchdog.c, Documentation/admin-guide/lockup-watchdogs.rst.
public final class SoftLockupRule implements Rule {
  /// For the scan.
  public SoftLockupRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "lockup.soft-lockup",
        "Soft lockup",
        "CPUs that take interrupts but have not scheduled for seconds");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    Optional<SchedulerFacts> scheduler = facts.scheduler();
    if (scheduler.isEmpty() && !ReportedLockups.hasLog(facts)) {
      return List.of(new Verdict.NotApplicable("needs the run queues of a dump, or a log"));
    }
    Map<Integer, Lockup> reports = ReportedLockups.newest(facts, Lockup.Kind.SOFT);
    List<StuckCpu> all = scheduler.map(StuckCpu::of).orElse(List.of());
    List<Verdict> verdicts = new ArrayList<>();
    for (StuckCpu stuck : all) {
      if (!stuck.hard()) {
        verdicts.add(
            found(
                scheduler.get(),
                stuck,
                stuck.stopTask().orElseThrow(),
                all,
                ReportedLockups.of(reports, stuck.cpu())));
      }
      reports.remove(stuck.cpu());
    }
    for (Lockup report : reports.values()) {
      verdicts.add(ReportedLockups.found(report, scheduler.isPresent(), Role.CAUSE));
    }
    return verdicts.isEmpty() ? List.of(new Verdict.Clear()) : verdicts;
  }

  private static Verdict found(
      SchedulerFacts facts,
      StuckCpu stuck,
      Waiter stop,
      List<StuckCpu> all,
      Optional<Evidence> report) {
    CpuActivity activity = stuck.activity();
    String claim =
        "CPU "
            + stuck.cpu()
            + " has run "
            + activity.task().title()
            + " without scheduling for "
            + Phrases.span(stuck.forNs())
            + ", "
            + activity.taskWhere()
            + activity.spinsFor().map(s -> ": it spins " + s).orElse("");
    List<Evidence> evidence = evidence(facts, activity, stop);
    stuck.suspects(all).ifPresent(evidence::add);
    report.ifPresent(evidence::add);
    return new Verdict.Found(
        stuck.spins() ? Role.CONSEQUENCE : Role.CAUSE,
        claim,
        stop.exact() ? Confidence.CERTAIN : Confidence.LIKELY,
        "the stop task, which comes before all others, was ready and did not get the CPU",
        evidence,
        List.of(),
        advice(activity.spinsFor()),
        stuck.subjects(all));
  }

  private static List<Evidence> evidence(SchedulerFacts facts, CpuActivity state, Waiter stop) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(
        new Evidence.Frames(
            state.task().title(), state.frames(), "where CPU " + state.cpu() + " is"));
    long address = stop.task().address();
    evidence.add(
        new Evidence.Value(
            address,
            Phrases.member("task_struct", address, "sched_info.last_queued"),
            Long.toString(facts.times(stop.task()).queuedSince()),
            stop.task().title()
                + " of the stop class is ready and has not run for "
                + Phrases.span(stop.waitedNs())));
    state
        .preempt()
        .filter(count -> count.preemption() > 0)
        .ifPresent(count ->
            evidence.add(
                new Evidence.Note(
                    "preemption is off on CPU "
                        + state.cpu()
                        + ": preempt_count is 0x"
                        + Integer.toHexString(count.raw()))));
    return evidence;
  }

  private static List<String> advice(Optional<String> spins) {
    return spins.isPresent()
        ? List.of("find out who holds what this CPU spins for; it is the victim")
        : List.of(
            "look at the loop in the innermost function: it needs an end, or cond_resched() where it may sleep");
  }
}
