package org.inquest.diagnose.rules.lockup;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.SchedulerFacts;
import org.inquest.diagnose.facts.SchedulerFacts.Sleeper;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.formats.oops.LogEvent;
import org.inquest.formats.oops.LogEvent.HungTask;
import org.inquest.kernel.sched.TaskTimes;

/// Tasks have been in uninterruptible sleep (state D) for long.
///
/// **How it shows.** `INFO: task comm:pid blocked for more than 120 seconds`; the tasks can't be
/// killed and count as load. In the dump, a task in that state left its CPU seconds ago.
///
/// **What to do.** It is a consequence: what they wait for is named by the locking rules, or by the
/// innermost function of their stacks.
///
/// Reference: kernel/hung_task.c.
public final class HungTaskRule implements Rule {
  /// Sleeping for a disk or a lock seldom takes a second; the kernel itself waits for two minutes
  /// before it complains.
  private static final long LONG_NS = 5_000_000_000L;

  private static final int SHOWN = 6;

  /// For the scan.
  public HungTaskRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "lockup.hung-task",
        "Hung tasks",
        "tasks that have been in uninterruptible sleep for more than five seconds");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    Optional<SchedulerFacts> scheduler = facts.scheduler();
    if (scheduler.isEmpty() && !ReportedLockups.hasLog(facts)) {
      return List.of(new Verdict.NotApplicable("needs the tasks of a dump, or a log"));
    }
    Map<Integer, HungTask> reports = reports(facts);
    if (scheduler.isEmpty()) {
      return List.of(reports.isEmpty() ? new Verdict.Clear() : reported(reports.values()));
    }
    List<Sleeper> hung = new ArrayList<>();
    for (Sleeper sleeper : scheduler.get().sleepers(0)) {
      if (sleeper.sleptNs() >= LONG_NS || reports.containsKey(sleeper.task().pid())) {
        hung.add(sleeper);
      }
    }
    return List.of(hung.isEmpty() ? new Verdict.Clear() : found(scheduler.get(), hung, reports));
  }

  /// The newest report about each task.
  private static Map<Integer, HungTask> reports(CrashFacts facts) {
    Map<Integer, HungTask> reports = new TreeMap<>();
    for (LogEvent event : facts.events()) {
      if (event instanceof HungTask hung) {
        reports.put(hung.pid(), hung);
      }
    }
    return reports;
  }

  /// Reports about tasks that are not in the dump.
  private static void addUnseen(
      SchedulerFacts facts,
      List<Sleeper> hung,
      Map<Integer, HungTask> reports,
      List<Evidence> evidence) {
    if (facts.gaps().isEmpty()) {
      return;
    }
    for (HungTask report : reports.values()) {
      boolean seen = hung.stream().anyMatch(h -> h.task().pid() == report.pid());
      if (!seen && evidence.size() < 2 * SHOWN) {
        evidence.add(ReportedLockups.line(report.line()));
      }
    }
  }

  private static Verdict reported(Collection<HungTask> reports) {
    List<Evidence> lines = new ArrayList<>();
    Set<Subject> subjects = new HashSet<>();
    for (HungTask report : reports) {
      subjects.add(new Subject.TaskSubject(0, report.pid()));
      if (lines.size() < SHOWN) {
        lines.add(ReportedLockups.line(report.line()));
      }
    }
    return new Verdict.Found(
        Role.CONSEQUENCE,
        Phrases.count(reports.size(), "task")
            + (reports.size() == 1 ? " was" : " were")
            + " blocked for long: "
            + Phrases.list(
                List.copyOf(reports),
                SHOWN,
                r -> "PID " + r.pid() + " (" + r.comm() + ") for " + r.seconds() + " s"),
        Confidence.LIKELY,
        "the kernel's log says so",
        lines,
        List.of(),
        List.of("look at what they wait for in the stacks that the log shows"),
        subjects);
  }

  private static Verdict found(
      SchedulerFacts facts, List<Sleeper> hung, Map<Integer, HungTask> reports) {
    Set<Subject> subjects = new HashSet<>();
    List<Evidence> evidence = new ArrayList<>();
    for (Sleeper one : hung) {
      long address = one.task().address();
      subjects.add(new Subject.TaskSubject(address, one.task().pid()));
      HungTask report = reports.get(one.task().pid());
      if (report != null && evidence.size() < 2 * SHOWN) {
        evidence.add(ReportedLockups.line(report.line()));
      }
      if (evidence.size() < 2 * SHOWN) {
        TaskTimes times = facts.times(one.task());
        boolean switched = times.accountedUntil() >= times.lastArrival();
        evidence.add(
            new Evidence.Value(
                address,
                Phrases.member(
                    "task_struct", address, switched ? "se.exec_start" : "sched_info.last_arrival"),
                Long.toString(times.lastSeen()),
                one.task().title()
                    + " last had a CPU "
                    + Phrases.span(one.sleptNs())
                    + " before the end"));
      }
    }
    addUnseen(facts, hung, reports, evidence);
    String who =
        Phrases.list(
            hung,
            SHOWN,
            h ->
                h.task().title()
                    + " for "
                    + Phrases.span(h.sleptNs())
                    + (h.function().isEmpty() ? "" : " in " + h.function()));
    return new Verdict.Found(
        Role.CONSEQUENCE,
        Phrases.count(hung.size(), "task")
            + (hung.size() == 1 ? " has" : " have")
            + " been in uninterruptible sleep for seconds: "
            + who,
        Confidence.CERTAIN,
        "their states and the times they last ran were read",
        evidence,
        List.of(),
        List.of("see what they wait for: `waits`, `foreach UN bt`"),
        subjects);
  }
}
