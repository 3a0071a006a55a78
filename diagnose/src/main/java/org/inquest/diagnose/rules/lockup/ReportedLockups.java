package org.inquest.diagnose.rules.lockup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.formats.oops.LogEvent;
import org.inquest.formats.oops.LogEvent.Lockup;
import org.inquest.formats.oops.LogLine;
import org.inquest.formats.oops.TraceLine;

/// What the kernel itself said about stuck CPUs.
final class ReportedLockups {
  private static final int FRAMES = 12;

  private ReportedLockups() {}

  /// The newest report of a kind about each CPU; -1 stands for reports that name none.
  static Map<Integer, Lockup> newest(CrashFacts facts, Lockup.Kind kind) {
    Map<Integer, Lockup> reports = new TreeMap<>();
    for (LogEvent event : facts.events()) {
      if (event instanceof Lockup lockup && lockup.kind() == kind) {
        reports.put(lockup.cpu(), lockup);
      }
    }
    return reports;
  }

  /// Whether there is a log to look into.
  static boolean hasLog(CrashFacts facts) {
    return facts.log().isPresent() || !facts.events().isEmpty();
  }

  /// The line, to be shown.
  static Evidence line(LogLine line) {
    return new Evidence.LogLine(line.seconds(), line.text());
  }

  /// A finding from the log, for a CPU whose state in the dump does not show it.
  ///
  /// @param seen whether the dump would show it if it lasted: then it is over
  /// @param role where it may last
  static Verdict.Found found(Lockup report, boolean seen, Role role) {
    StringBuilder claim = new StringBuilder();
    claim.append(report.cpu() < 0 ? "A CPU" : "CPU " + report.cpu());
    claim.append(seen ? " was" : " is");
    claim.append(report.kind() == Lockup.Kind.SOFT ? " stuck" : " stuck with interrupts off");
    report.seconds().ifPresent(s -> claim.append(" for ").append(s).append(" s"));
    if (!report.comm().isEmpty()) {
      claim.append(" running PID ").append(report.pid()).append(" (").append(report.comm());
      claim.append(')');
    }
    report.body().at().ifPresent(at -> claim.append(" in ").append(name(at.toString())));
    claim.append(", says the kernel's log");
    claim.append(seen ? "; it went on later" : "");
    Set<Subject> subjects = new HashSet<>();
    if (report.cpu() >= 0) {
      subjects.add(new Subject.CpuSubject(report.cpu()));
    }
    return new Verdict.Found(
        seen ? Role.CONTEXT : role,
        claim.toString(),
        Confidence.LIKELY,
        seen ? "the CPU is not stuck in the dump" : "only the log tells of it",
        evidence(report),
        List.of(),
        List.of("look at the function that the report names"),
        subjects);
  }

  private static List<Evidence> evidence(Lockup report) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(line(report.line()));
    List<FrameLine> frames = new ArrayList<>();
    report.body().at().ifPresent(at -> frames.add(FrameLine.running(at.toString())));
    for (TraceLine frame : report.body().trace()) {
      if (!frame.guess() && frames.size() < FRAMES) {
        frames.add(FrameLine.calling(frame.place().toString()));
      }
    }
    if (!frames.isEmpty()) {
      evidence.add(new Evidence.Frames("the report", frames, "where it was"));
    }
    return evidence;
  }

  /// `busy_loop [havoc]` of `busy_loop+0x37/0x40 [havoc]`.
  private static String name(String place) {
    int plus = place.indexOf('+');
    int module = place.indexOf(" [");
    return plus < 0
        ? place
        : place.substring(0, plus) + (module < 0 ? "" : place.substring(module));
  }

  /// The newest report about a CPU, as evidence.
  static Optional<Evidence> of(Map<Integer, Lockup> reports, int cpu) {
    return Optional.ofNullable(reports.get(cpu)).map(report -> line(report.line()));
  }
}
