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
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.formats.oops.LogEvent.Lockup;
import org.inquest.kernel.sched.RunQueue;

/// A CPU does not even take interrupts: kernel code loops with interrupts off, or spins with
/// interrupts off for a lock that is not given back.
///
/// **How it shows.** Where the NMI watchdog works, `Watchdog detected hard LOCKUP on cpu 1`;
/// elsewhere, as in most virtual machines, only its victims report: other CPUs that spin, RCU. In
/// the dump, the CPU's interrupt flag is off, and a timer interrupt that was due seconds ago did
/// not come.
///
/// **What to do.** Read the stack of that CPU; the function that disabled interrupts must not loop
/// or wait.
///
/// An idle CPU may stop its tick; it is none of this rule's business.
///
/// Reference: kernel/watchdog_perf.c, Documentation/admin-guide/lockup-watchdogs.rst.
public final class HardLockupRule implements Rule {
  /// For the scan.
  public HardLockupRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "lockup.hard-lockup",
        "Hard lockup",
        "CPUs that have not taken an interrupt for seconds because interrupts are off");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    Optional<SchedulerFacts> scheduler = facts.scheduler();
    if (scheduler.isEmpty() && !ReportedLockups.hasLog(facts)) {
      return List.of(new Verdict.NotApplicable("needs the run queues of a dump, or a log"));
    }
    Map<Integer, Lockup> reports = ReportedLockups.newest(facts, Lockup.Kind.HARD);
    List<StuckCpu> all = scheduler.map(StuckCpu::of).orElse(List.of());
    List<Verdict> verdicts = new ArrayList<>();
    for (StuckCpu stuck : all) {
      if (stuck.hard()) {
        verdicts.add(found(stuck, all, ReportedLockups.of(reports, stuck.cpu())));
      }
      reports.remove(stuck.cpu());
    }
    for (Lockup report : reports.values()) {
      verdicts.add(ReportedLockups.found(report, scheduler.isPresent(), Role.CAUSE));
    }
    return verdicts.isEmpty() ? List.of(new Verdict.Clear()) : verdicts;
  }

  private static Verdict found(StuckCpu stuck, List<StuckCpu> all, Optional<Evidence> report) {
    CpuActivity activity = stuck.activity();
    boolean seen = activity.known();
    String claim =
        "CPU "
            + stuck.cpu()
            + (seen ? " has run with interrupts off for " : " has taken no timer tick for ")
            + Phrases.span(stuck.forNs())
            + ": "
            + activity.task().title()
            + " "
            + activity.where()
            + activity.spinsFor().map(s -> ", spinning " + s).orElse("");
    List<Evidence> evidence = evidence(stuck.queue(), activity, stuck.forNs());
    stuck.suspects(all).ifPresent(evidence::add);
    report.ifPresent(evidence::add);
    return new Verdict.Found(
        stuck.spins() ? Role.CONSEQUENCE : Role.CAUSE,
        claim,
        seen ? Confidence.CERTAIN : Confidence.LIKELY,
        seen
            ? "the interrupt flag was read from its registers, and a timer interrupt is overdue"
            : "its timer interrupt is overdue; the dump has no registers of it, so it may not even have answered the NMI",
        evidence,
        List.of(),
        stuck.spins()
            ? List.of("find out who holds what this CPU spins for; it is the victim")
            : List.of(
                "look for the loop in the innermost function, and for who disabled interrupts"),
        stuck.subjects(all));
  }

  private static List<Evidence> evidence(RunQueue queue, CpuActivity state, long behind) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(
        new Evidence.Note(
            "the next timer interrupt of CPU "
                + queue.cpu()
                + " (hrtimer_bases.expires_next) was due "
                + Phrases.span(behind)
                + " before the end and never came"));
    if (state.known()) {
      evidence.add(
          new Evidence.Frames(
              state.task().title(),
              state.frames(),
              "where CPU " + queue.cpu() + " is; RFLAGS there have the interrupt flag off"));
    }
    return evidence;
  }
}
