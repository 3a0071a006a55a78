package org.inquest.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.fault.Endings;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.diagnose.verdict.Verdict.Found;

/// The conclusion that only all rules together allow: somebody asked for this dump, and no rule
/// found anything wrong.
///
/// Not a rule, since a rule does not know what the others found.
final class Healthy {
  private static final RuleInfo INFO =
      new RuleInfo(
          "panic.healthy",
          "Healthy machine",
          "a dump that was asked for, of a machine in which no rule finds a fault");

  private Healthy() {}

  /// The findings, with this conclusion before them where it holds.
  static List<Finding> conclude(List<Finding> findings, CrashFacts facts, List<Answer> answers) {
    Optional<String> who = Endings.requestedBy(facts);
    if (who.isEmpty() || findings.stream().anyMatch(Healthy::fault)) {
      return findings;
    }
    long blind =
        answers.stream()
            .filter(a -> !(a.verdict() instanceof Found) && !(a.verdict() instanceof Verdict.Clear))
            .count();
    boolean whole = blind == 0 && facts.gaps().isEmpty();
    List<Finding> all = new ArrayList<>();
    all.add(
        new Finding(
            INFO,
            new Found(
                Role.HEALTHY,
                "No fault was found: the dump was taken on request (" + who.get() + ")",
                whole ? Confidence.LIKELY : Confidence.POSSIBLE,
                whole
                    ? "every rule could look and found nothing; what no rule knows stays possible"
                    : "no rule found a fault, but not everything could be seen",
                List.of(new Evidence.Note(looked(answers, blind))),
                List.of(),
                List.of("if the machine did misbehave, say how: bt -a, foreach UN bt, log, waits"),
                Set.of()),
            List.of(),
            "1: no fault found"));
    all.addAll(findings);
    return all;
  }

  /// A wait for a lock that is still short when the dump is taken is only told as context, but
  /// whoever asked for the dump may have asked because of it.
  private static boolean fault(Finding finding) {
    return finding.found().role() == Role.CAUSE
        || finding.found().role() == Role.CONSEQUENCE
        || finding.rule().id().startsWith("locking.");
  }

  private static String looked(List<Answer> answers, long blind) {
    List<String> titles =
        answers.stream()
            .filter(a -> a.verdict() instanceof Verdict.Clear)
            .map(a -> a.rule().title())
            .distinct()
            .toList();
    String missed = blind == 0 ? "" : "; " + blind + " could not look (see what was not seen)";
    return "looked for and not there: " + String.join(", ", titles) + missed;
  }
}
