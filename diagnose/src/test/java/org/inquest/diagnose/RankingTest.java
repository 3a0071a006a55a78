package org.inquest.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static final Subject LOCK = new Subject.ObjectSubject(0x1000);
  private static final Subject TASK = new Subject.TaskSubject(0x2000, 51);

  private static Answer found(Role role, Confidence confidence, String claim, Subject... about) {
    return new Answer(
        new RuleInfo("test." + claim, claim, claim),
        new Verdict.Found(
            role,
            claim,
            confidence,
            "",
            List.of(new Evidence.Note("seen")),
            List.of(),
            List.of(),
            Set.of(about)));
  }

  @Test
  void reasonsComeFirstAndConsequencesStandUnderThem() {
    List<Finding> order =
        Ranking.order(
            List.of(
                found(Role.CONSEQUENCE, Confidence.CERTAIN, "hung", TASK),
                found(Role.TRIGGER, Confidence.CERTAIN, "nmi"),
                found(Role.CAUSE, Confidence.LIKELY, "deadlock", TASK, LOCK)));
    assertThat(order).extracting(f -> f.found().claim()).containsExactly("deadlock", "nmi");
    assertThat(order.getFirst().explains())
        .extracting(f -> f.found().claim())
        .containsExactly("hung");
  }

  @Test
  void aConsequenceWithoutAReasonStandsByItself() {
    List<Finding> order =
        Ranking.order(
            List.of(
                found(Role.CAUSE, Confidence.CERTAIN, "deadlock", LOCK),
                found(Role.CONSEQUENCE, Confidence.CERTAIN, "hung", TASK)));
    assertThat(order).extracting(f -> f.found().claim()).containsExactly("deadlock", "hung");
  }

  @Test
  void theWeakerOfTwoReasonsForTheSameIsNotToldTwice() {
    List<Finding> order =
        Ranking.order(
            List.of(
                found(Role.CAUSE, Confidence.LIKELY, "blocker", LOCK),
                found(Role.CAUSE, Confidence.CERTAIN, "cycle", TASK, LOCK)));
    assertThat(order).extracting(f -> f.found().claim()).containsExactly("cycle");
    assertThat(order.getFirst().explains()).hasSize(1);
  }

  @Test
  void twoReasonsThatBlameOneTaskAreOneStory() {
    Subject looper = new Subject.CulpritSubject(0x2000, 51);
    Subject waiter = new Subject.TaskSubject(0x3000, 52);
    List<Finding> order =
        Ranking.order(
            List.of(
                found(Role.CAUSE, Confidence.LIKELY, "holds", looper, TASK, waiter, LOCK),
                found(Role.CAUSE, Confidence.CERTAIN, "loops", looper, TASK),
                found(Role.CAUSE, Confidence.LIKELY, "other", TASK, waiter)));
    assertThat(order).extracting(f -> f.found().claim()).containsExactly("loops", "other");
    assertThat(order.getFirst().explains())
        .extracting(f -> f.found().claim())
        .containsExactly("holds");
  }
}
