package org.inquest.diagnose;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.formats.fault.InquestException;

/// Runs the rules and orders what they found.
public final class Diagnosis {
  private Diagnosis() {}

  /// All rules on these facts.
  public static Report of(CrashFacts facts) {
    return of(facts, Rules.all());
  }

  /// The given rules on these facts.
  public static Report of(CrashFacts facts, List<Rule> rules) {
    List<Answer> answers = new ArrayList<>();
    for (Rule rule : rules) {
      for (Verdict verdict : examine(rule, facts)) {
        answers.add(new Answer(rule.info(), verdict));
      }
    }
    List<Finding> findings = Healthy.conclude(Ranking.order(answers), facts, answers);
    return new Report(findings, answers, unseen(facts, answers));
  }

  /// One broken rule costs one line, never the report.
  private static List<Verdict> examine(Rule rule, CrashFacts facts) {
    try {
      List<Verdict> verdicts = rule.examine(facts);
      return verdicts.isEmpty() ? List.of(new Verdict.Failed("the rule gave no answer")) : verdicts;
    } catch (InquestException e) {
      return List.of(new Verdict.Failed(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      return List.of(
          new Verdict.Failed("unexpected " + e.getClass().getSimpleName() + " in the rule"));
    }
  }

  private static List<String> unseen(CrashFacts facts, List<Answer> answers) {
    Set<String> lines = new LinkedHashSet<>(facts.gaps());
    for (Answer answer : answers) {
      switch (answer.verdict()) {
        case Verdict.NotApplicable(String missing) ->
            lines.add(answer.rule().title() + " was not looked for: " + missing);
        case Verdict.Failed(String error) ->
            lines.add(answer.rule().title() + " could not be looked for: " + error);
        case Verdict.Found found -> {}
        case Verdict.Clear clear -> {}
      }
    }
    return List.copyOf(lines);
  }
}
