package org.inquest.profile.finding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inquest.diagnose.Answer;
import org.inquest.diagnose.Finding;
import org.inquest.diagnose.Report;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.formats.classes.ClassFiles;
import org.inquest.formats.fault.InquestException;

/// Runs the rules on a profile and orders what they found: what takes the time before what is worth
/// knowing, the larger share first. One hot function stands under the work that it belongs to.
public final class ProfileFindings {
  private ProfileFindings() {}

  private record Entry(RuleInfo rule, Verdict.Found found, double share) {}

  /// All rules on these facts.
  public static Report of(ProfileFacts facts) {
    return of(facts, rules());
  }

  /// The given rules on these facts.
  public static Report of(ProfileFacts facts, List<ProfileRule> rules) {
    List<Answer> answers = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    for (ProfileRule rule : rules) {
      for (Judgement judgement : examine(rule, facts)) {
        answers.add(new Answer(rule.info(), judgement.verdict()));
        if (judgement.verdict() instanceof Verdict.Found found) {
          entries.add(new Entry(rule.info(), found, judgement.share()));
        }
      }
    }
    entries.sort(
        Comparator.comparing((Entry e) -> e.found.role())
            .thenComparing(Comparator.comparingDouble(Entry::share).reversed()));
    return new Report(nested(entries), answers, unseen(answers));
  }

  /// One instance of each rule, in the order of their class names.
  public static List<ProfileRule> rules() {
    List<ProfileRule> rules = new ArrayList<>();
    String here = ProfileFindings.class.getPackageName();
    for (String name : ClassFiles.below(ProfileFindings.class, here, "Rule")) {
      try {
        Class<?> found = Class.forName(name);
        if (!found.isInterface() && ProfileRule.class.isAssignableFrom(found)) {
          rules.add((ProfileRule) found.getDeclaredConstructor().newInstance());
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(name + " needs a public constructor without arguments", e);
      }
    }
    return rules;
  }

  /// One broken rule costs one line, never the report.
  private static List<Judgement> examine(ProfileRule rule, ProfileFacts facts) {
    if (rule.ofWork() && facts.scheduling()) {
      return Judgement.blind(
          "the samples are the scheduler's records, which do not tell what CPUs did: record -e"
              + " cpu-clock, too");
    }
    try {
      return rule.examine(facts);
    } catch (InquestException e) {
      return List.of(new Judgement(new Verdict.Failed(String.valueOf(e.getMessage())), 0));
    } catch (RuntimeException | StackOverflowError e) {
      String what = "unexpected " + e.getClass().getSimpleName() + " in the rule";
      return List.of(new Judgement(new Verdict.Failed(what), 0));
    }
  }

  private static List<Finding> nested(List<Entry> sorted) {
    List<Finding> findings = new ArrayList<>();
    for (Entry entry : sorted) {
      if (!within(entry, sorted)) {
        List<Finding> parts =
            sorted.stream()
                .filter(e -> covers(entry, e))
                .map(e -> new Finding(e.rule, e.found, List.of(), "a part of the finding above it"))
                .toList();
        findings.add(new Finding(entry.rule, entry.found, parts, rank(entry, findings.size())));
      }
    }
    return findings;
  }

  private static boolean within(Entry entry, List<Entry> all) {
    return all.stream().anyMatch(e -> covers(e, entry));
  }

  /// Whether one finding names the one function that the other is about, and more.
  private static boolean covers(Entry whole, Entry part) {
    return whole != part
        && part.found.subjects().size() == 1
        && part.found.subjects().iterator().next() instanceof Subject.FunctionSubject one
        && part.rule.id().equals("work.hot-function")
        && whole.found.role() == Role.CAUSE
        && whole.found.subjects().contains(one);
  }

  private static String rank(Entry entry, int place) {
    return (place + 1)
        + ": "
        + (entry.found.role() == Role.CAUSE ? "what takes the time" : "worth knowing")
        + ", by its share of the samples";
  }

  /// Rules that lack the same are told in one line.
  private static List<String> unseen(List<Answer> answers) {
    Map<String, List<String>> titles = new LinkedHashMap<>();
    for (Answer answer : answers) {
      switch (answer.verdict()) {
        case Verdict.NotApplicable(String missing) ->
            titles
                .computeIfAbsent("not looked for: " + missing, m -> new ArrayList<>())
                .add(answer.rule().title());
        case Verdict.Failed(String error) ->
            titles
                .computeIfAbsent("could not be looked for: " + error, m -> new ArrayList<>())
                .add(answer.rule().title());
        case Verdict.Found found -> {}
        case Verdict.Clear clear -> {}
      }
    }
    return titles.entrySet().stream()
        .map(e -> String.join(", ", e.getValue()) + ": " + e.getKey())
        .toList();
  }
}
