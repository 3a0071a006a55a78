package org.inquest.diagnose.rules.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.fault.FaultVerdicts;
import org.inquest.diagnose.oops.LoggedFault;
import org.inquest.diagnose.oops.OopsExplanation;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.formats.oops.TraceLine;
import org.inquest.formats.oops.Trap;
import org.inquest.formats.oops.detail.InjectedFailure;
import org.inquest.formats.oops.report.Headline;
import org.inquest.formats.oops.report.Headlines;
import org.inquest.formats.oops.report.LogReport;
import org.inquest.formats.oops.report.ReportHeader;
import org.inquest.formats.oops.report.ReportParts;
import org.inquest.formats.oops.report.ReportStack;

/// The kernel reported something that no other rule reads: lockdep's chains, races, leaks, checks
/// of single subsystems.
///
/// How it shows: a headline in the log, often with a stack. The machine mostly goes on.
///
/// What to do: read the report; its guilty function is the first of its stack that is not the
/// machinery of the check itself.
///
/// Reference: Documentation/locking/lockdep-design.rst, Documentation/dev-tools/.
public final class LoggedReportRule implements Rule {
  private static final int MAX_REPORTS = 8;
  private static final int MAX_FRAMES = 12;
  private static final int MAX_FACTS = 8;

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "report.logged",
        "Report in the log",
        "what the kernel reported and no other rule reads: lockdep, races, leaks");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    List<Verdict> verdicts = new ArrayList<>();
    Set<String> told = new HashSet<>();
    for (LogReport report : facts.unread()) {
      if (verdicts.size() < MAX_REPORTS) {
        Headline headline = Headlines.of(report);
        if (told.add(headline.title())) {
          verdicts.add(tell(report, headline));
        }
      }
    }
    return verdicts.isEmpty() ? List.of(FaultVerdicts.nothing(facts)) : verdicts;
  }

  private static Verdict tell(LogReport report, Headline headline) {
    ReportParts parts = ReportParts.of(report);
    ReportClaim claim = ReportClaim.of(headline, parts);
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence.LogLine(report.first().logLine().seconds(), report.first().text()));
    parts.facts().stream().limit(MAX_FACTS).forEach(fact -> evidence.add(new Evidence.Note(fact)));
    parts.stack(ReportStack.Role.TRACE).ifPresent(stack -> evidence.add(frames(stack)));
    LoggedFault.of(report, parts, false)
        .map(fault -> OopsExplanation.of(fault, Optional.empty(), Optional.empty()))
        .filter(why -> why.fault().trap() != Trap.OTHER)
        .ifPresent(why -> why.sentences().forEach(s -> evidence.add(new Evidence.Note(s))));
    ReportHeader header = parts.header();
    boolean named = header.pid() < 0 || claim.text().contains("PID " + header.pid() + " (");
    String where = named ? "" : " in PID " + header.pid() + " (" + header.comm() + ")";
    parts
        .detail(InjectedFailure.class)
        .ifPresent(failure -> evidence.add(new Evidence.Note(failure.words())));
    boolean whole = headline.corrupted().isEmpty();
    return new Verdict.Found(
        Role.CAUSE,
        claim.text() + where,
        whole ? Confidence.LIKELY : Confidence.POSSIBLE,
        whole
            ? "the log has the whole report; whether the rest follows from it is not known"
            : "the report is damaged: " + headline.corrupted(),
        evidence,
        List.of(),
        claim.advice(),
        subjects(headline));
  }

  private static Evidence frames(ReportStack stack) {
    List<FrameLine> lines = new ArrayList<>();
    for (TraceLine line : stack.frames()) {
      if (lines.size() < MAX_FRAMES && !line.guess()) {
        lines.add(FrameLine.calling(line.place().toString()));
      }
    }
    return new Evidence.Frames("stack", lines, "who was running when it was reported");
  }

  private static Set<Subject> subjects(Headline headline) {
    return headline
        .function()
        .<Set<Subject>>map(name -> Set.of(new Subject.FunctionSubject(name)))
        .orElse(Set.of());
  }
}
