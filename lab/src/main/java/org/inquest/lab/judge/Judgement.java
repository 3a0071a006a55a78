package org.inquest.lab.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.diagnose.Finding;
import org.inquest.diagnose.Report;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict.Found;

/// A diagnosis held against the truth.
///
/// @param checks one for each thing expected
public record Judgement(List<Check> checks) {
  private static final Pattern FACT = Pattern.compile("\\{([^{}]+)\\}");

  /// One thing expected.
  ///
  /// @param wanted in words
  /// @param met whether it is so
  /// @param seen what was there instead; empty where `met`
  public record Check(String wanted, boolean met, String seen) {}

  public Judgement {
    checks = List.copyOf(checks);
  }

  /// Whether everything expected is so.
  public boolean right() {
    return checks.stream().allMatch(Check::met);
  }

  /// What is not as expected, one line each.
  public List<String> wrong() {
    return checks.stream()
        .filter(c -> !c.met())
        .map(c -> c.wanted() + ", but " + c.seen())
        .toList();
  }

  /// Judges.
  ///
  /// @param facts the truth
  public static Judgement of(Expectation expected, Map<String, String> facts, Report report) {
    List<Check> checks = new ArrayList<>();
    List<Finding> causes =
        report.findings().stream().filter(f -> f.found().role() == Role.CAUSE).toList();
    if (expected.healthy()) {
      checks.add(
          new Check(
              "nothing wrong is found", causes.isEmpty(), causes.isEmpty() ? "" : said(causes)));
      told(expected, facts, report.findings(), checks);
      return new Judgement(checks);
    }
    checks.add(cause(expected, causes));
    checks.add(sure(expected, causes));
    told(expected, facts, causes.subList(0, Math.min(1, causes.size())), checks);
    List<Finding> others =
        causes.stream().skip(1).filter(f -> !expected.beside().contains(f.rule().id())).toList();
    checks.add(
        new Check(
            "no other cause is named", others.isEmpty(), others.isEmpty() ? "" : said(others)));
    return new Judgement(checks);
  }

  private static Check cause(Expectation expected, List<Finding> causes) {
    boolean met = !causes.isEmpty() && expected.rules().contains(causes.getFirst().rule().id());
    return new Check(
        "the first cause is found by " + String.join(" or ", expected.rules()),
        met,
        met ? "" : causes.isEmpty() ? "no cause is named" : said(causes.subList(0, 1)));
  }

  private static Check sure(Expectation expected, List<Finding> causes) {
    boolean met =
        !causes.isEmpty()
            && causes.getFirst().found().confidence().compareTo(expected.least()) <= 0;
    return new Check(
        "it is at least " + lower(expected.least()),
        met,
        met
            ? ""
            : causes.isEmpty()
                ? "no cause is named"
                : "it is " + lower(causes.getFirst().found().confidence()));
  }

  private static void told(
      Expectation expected, Map<String, String> facts, List<Finding> findings, List<Check> checks) {
    StringBuilder text = new StringBuilder();
    findings.forEach(f -> FindingText.append(f, text));
    for (String phrase : expected.told()) {
      List<String> unknown = new ArrayList<>();
      String wanted =
          FACT.matcher(phrase)
              .replaceAll(m -> {
                String value = facts.get(m.group(1));
                if (value == null) {
                  unknown.add(m.group(1));
                }
                return Matcher.quoteReplacement(value == null ? m.group() : value);
              });
      boolean met = unknown.isEmpty() && names(text, wanted);
      String name = wanted.equals(phrase) ? "" : " (" + phrase.strip() + ")";
      String why =
          unknown.isEmpty() ? "it does not: " + said(findings) : "the guest did not tell that fact";
      checks.add(new Check("it names '" + wanted + "'" + name, met, met ? "" : why));
    }
  }

  /// A number counts only where it stands alone: PID 12 is not told by "PID 124".
  private static boolean names(StringBuilder text, String wanted) {
    for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      int end = at + wanted.length();
      if (!continues(text, at - 1, wanted.charAt(0))
          && !continues(text, end, wanted.charAt(wanted.length() - 1))) {
        return true;
      }
    }
    return false;
  }

  private static boolean continues(StringBuilder text, int at, char edge) {
    return Character.isDigit(edge)
        && at >= 0
        && at < text.length()
        && Character.isLetterOrDigit(text.charAt(at));
  }

  private static String said(List<Finding> findings) {
    List<String> all = new ArrayList<>();
    for (Finding finding : findings) {
      Found found = finding.found();
      all.add(finding.rule().id() + " says: " + found.claim());
    }
    return String.join("; ", all);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT);
  }
}
