package org.inquest.diagnose.rules.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.fault.FaultVerdicts;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.formats.oops.LogEvent;
import org.inquest.formats.oops.LogEvent.Complaint;
import org.inquest.formats.oops.LogEvent.TrapReport;
import org.inquest.formats.oops.LogLine;

/// The kernel's own checkers found broken memory: KASAN, KFENCE, KMSAN, SLUB's debugging,
/// impossible page states.
///
/// How it shows: `BUG: KASAN: ...`, `BUG kmalloc-64 (...): Redzone overwritten`, `BUG: Bad page
/// state`. The machine goes on, and dies of it later and elsewhere.
///
/// What to do: read the checker's full report in the log: it names who accessed the memory and,
/// with KASAN, who allocated and freed it.
///
/// Reference: Documentation/dev-tools/kasan.rst, kfence.rst; Documentation/mm/slub.rst.
public final class CheckerReportRule implements Rule {
  private static final int MAX_REPORTS = 3;
  private static final String BUG = "BUG ";

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "memory.checker-report",
        "Memory checker's report",
        "what KASAN, KFENCE and SLUB's checks found before the end");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    List<LogLine> told = new ArrayList<>();
    for (LogEvent event : facts.events()) {
      if (event instanceof TrapReport trap) {
        trap.complaint().map(Complaint::line).ifPresent(told::add);
      }
    }
    Map<String, List<Complaint>> reports = new LinkedHashMap<>();
    for (LogEvent event : facts.events()) {
      if (event instanceof Complaint complaint
          && aboutMemory(complaint.kind())
          && !told.contains(complaint.line())) {
        reports.computeIfAbsent(subject(complaint), key -> new ArrayList<>()).add(complaint);
      }
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (List<Complaint> report : reports.values()) {
      if (verdicts.size() < MAX_REPORTS) {
        verdicts.add(tell(report));
      }
    }
    return verdicts.isEmpty() ? List.of(FaultVerdicts.nothing(facts)) : verdicts;
  }

  /// What a complaint is about. SLUB goes on after its first one, and what it then finds in the
  /// same cache ("Wrong object count") follows from that: "BUG kmalloc-64 (Tainted: G): ...".
  private static String subject(Complaint complaint) {
    String text = complaint.line().text();
    int bug = text.indexOf(BUG);
    int end = bug < 0 ? -1 : text.indexOf(' ', bug + BUG.length());
    return complaint.kind() == Complaint.Kind.SLAB && end > 0 ? text.substring(bug, end) : text;
  }

  private static boolean aboutMemory(Complaint.Kind kind) {
    return switch (kind) {
      case SANITIZER, SLAB, PAGE -> true;
      case LIST, REFCOUNT -> false;
    };
  }

  private static Verdict tell(List<Complaint> report) {
    Complaint complaint = report.getFirst();
    List<Evidence> evidence = new ArrayList<>();
    add(evidence, complaint.line());
    complaint.details().forEach(line -> add(evidence, line));
    for (Complaint later : report.subList(1, Math.min(report.size(), MAX_REPORTS))) {
      add(evidence, later.line());
    }
    return new Verdict.Found(
        Role.CAUSE,
        SlubReport.of(complaint)
            .map(SlubReport::claim)
            .orElse("A checker of the kernel found broken memory: " + complaint.line().text()),
        Confidence.LIKELY,
        "the checker is sure of what it saw; whether the rest follows from it is not",
        evidence,
        List.of(),
        List.of("read the whole report in the log: it names the access, and often who freed"),
        Set.of());
  }

  private static void add(List<Evidence> evidence, LogLine line) {
    evidence.add(new Evidence.LogLine(line.seconds(), line.text()));
  }
}
