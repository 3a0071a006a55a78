package org.inquest.lab.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inquest.diagnose.Finding;
import org.inquest.diagnose.Report;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict.Found;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.lab.scenario.Scenario;
import org.inquest.lab.scenario.Scenarios;
import org.junit.jupiter.api.Test;

class JudgementTest {
  private static final Expectation CYCLE =
      Expectation.of(
          "x",
          Map.of(
              "expect.rule", "locking.lock-cycle | locking.other",
              "expect.told", "mutex; PID {clerk.pid}; {lock.address}",
              "expect.beside", "lockup.hung-task"));
  private static final Map<String, String> FACTS =
      Map.of("clerk.pid", "51", "lock.address", "ffff888003a41080");
  private static final Finding RIGHT =
      finding("locking.lock-cycle", Role.CAUSE, Confidence.CERTAIN, "PID 51 wants a mutex");

  @Test
  void theRightVerdictIsRight() {
    Judgement judgement =
        judge(RIGHT, finding("panic.taint", Role.CONTEXT, Confidence.LIKELY, "t"));
    assertThat(judgement.wrong()).isEmpty();
    assertThat(judgement.right()).isTrue();
    assertThat(judgement.checks()).hasSize(6);
  }

  @Test
  void anotherRuleIsWrong() {
    Judgement judgement =
        judge(finding("fault.kernel-oops", Role.CAUSE, Confidence.CERTAIN, "PID 51 mutex"));
    assertThat(judgement.right()).isFalse();
    assertThat(judgement.wrong())
        .singleElement()
        .asString()
        .contains("locking.lock-cycle", "fault.kernel-oops says: PID 51 mutex");
  }

  @Test
  void aSecondCauseIsAFalseVerdictUnlessItIsAllowed() {
    Finding hung = finding("lockup.hung-task", Role.CAUSE, Confidence.POSSIBLE, "hung");
    assertThat(judge(RIGHT, hung).right()).isTrue();
    Finding oops = finding("fault.kernel-oops", Role.CAUSE, Confidence.POSSIBLE, "oops");
    assertThat(judge(RIGHT, oops).wrong()).singleElement().asString().contains("no other cause");
  }

  @Test
  void whatMustBeNamedAndIsNot() {
    Judgement judgement =
        judge(
            finding("locking.lock-cycle", Role.CAUSE, Confidence.CERTAIN, "PID 52 wants a mutex"));
    assertThat(judgement.wrong()).singleElement().asString().contains("PID 51");
    assertThat(Judgement.of(CYCLE, Map.of(), report(RIGHT)).wrong())
        .hasSize(2)
        .allMatch(w -> w.contains("the guest did not tell that fact"));
  }

  @Test
  void aNumberInsideAnotherIsNotNamed() {
    assertThat(
            judge(finding("locking.lock-cycle", Role.CAUSE, Confidence.CERTAIN, "PID 511 mutex"))
                .right())
        .isFalse();
    assertThat(
            judge(finding("locking.lock-cycle", Role.CAUSE, Confidence.CERTAIN, "mutex, PID 51"))
                .right())
        .isTrue();
  }

  @Test
  void noCauseAndAWeakOneAreWrong() {
    assertThat(judge().wrong()).anyMatch(w -> w.contains("no cause is named"));
    assertThat(
            judge(finding("locking.other", Role.CAUSE, Confidence.POSSIBLE, "PID 51 mutex"))
                .wrong())
        .singleElement()
        .asString()
        .contains("at least likely");
  }

  @Test
  void healthyMeansNoCause() {
    Expectation healthy = Expectation.of("x", Map.of("expect.healthy", "yes"));
    Finding note = finding("panic.taint", Role.CONTEXT, Confidence.LIKELY, "t");
    assertThat(Judgement.of(healthy, Map.of(), report(note)).right()).isTrue();
    assertThat(Judgement.of(healthy, Map.of(), report(note, RIGHT)).wrong())
        .singleElement()
        .asString()
        .contains("PID 51 wants a mutex");
  }

  @Test
  void expectationsThatMeanNothingAreRefused() {
    for (Map<String, String> bad :
        List.of(
            Map.<String, String>of(),
            Map.of("expect.rul", "x"),
            Map.of("expect.rule", "x", "expect.healthy", "yes"),
            Map.of("expect.rule", "x", "expect.sure", "perhaps"))) {
      assertThatThrownBy(() -> Expectation.of("x", bad)).isInstanceOf(MalformedInput.class);
    }
  }

  @Test
  void everyScenarioExpectsSomethingARuleCanSay() {
    Set<String> ids = ruleIds();
    for (Scenario s : Scenarios.all()) {
      Expectation expected = Expectation.of(s.name(), s.expected());
      assertThat(ids).as(s.name()).containsAll(expected.rules()).containsAll(expected.beside());
    }
  }

  private static Set<String> ruleIds() {
    return org.inquest.diagnose.Rules.all().stream()
        .map(rule -> rule.info().id())
        .collect(java.util.stream.Collectors.toSet());
  }

  private static Judgement judge(Finding... findings) {
    return Judgement.of(CYCLE, FACTS, report(findings));
  }

  private static Report report(Finding... findings) {
    return new Report(List.of(findings), List.of(), List.of());
  }

  private static Finding finding(String rule, Role role, Confidence confidence, String claim) {
    return new Finding(
        new RuleInfo(rule, rule, rule),
        new Found(
            role,
            claim,
            confidence,
            "because",
            List.of(new Evidence.Value(0xffff888003a41080L, "lock", "1", "held")),
            List.of(),
            List.of(),
            Set.of()),
        List.of(),
        "1");
  }
}
