package org.inquest.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.NotFound;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.Tasks;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
  /// Facts of an input that gives nothing.
  private static final class NoFacts implements CrashFacts {
    @Override
    public Optional<Target> target() {
      return Optional.empty();
    }

    @Override
    public Optional<Tasks> tasks() {
      return Optional.empty();
    }

    @Override
    public Optional<TaskStacks> stacks() {
      return Optional.empty();
    }

    @Override
    public List<String> gaps() {
      return List.of("no dump");
    }
  }

  private record Fixed(String id, java.util.function.Supplier<List<Verdict>> answer)
      implements Rule {
    @Override
    public RuleInfo info() {
      return new RuleInfo(id, id, id);
    }

    @Override
    public List<Verdict> examine(CrashFacts facts) {
      return answer.get();
    }
  }

  @Test
  void aRuleThatBreaksCostsOneLineAndNeverSaysFine() {
    Report report =
        Diagnosis.of(
            new NoFacts(),
            List.of(
                new Fixed("a", () -> List.of(new Verdict.Clear())),
                new Fixed(
                    "b",
                    () -> {
                      throw new NotFound("type", "struct mutex", "BTF");
                    }),
                new Fixed(
                    "c",
                    () -> {
                      throw new IllegalStateException("bug");
                    }),
                new Fixed("d", () -> List.of(new Verdict.NotApplicable("no log")))));
    assertThat(report.findings()).isEmpty();
    assertThat(report.answers()).hasSize(4);
    assertThat(report.unseen())
        .containsExactly(
            "no dump",
            "b could not be looked for: no type struct mutex in BTF",
            "c could not be looked for: unexpected IllegalStateException in the rule",
            "d was not looked for: no log");
  }

  @Test
  void everyRuleNamesItselfAndHasAnIdOfItsOwn() {
    List<Rule> rules = Rules.all();
    assertThat(rules).extracting(r -> r.info().id()).doesNotHaveDuplicates();
    assertThat(rules).allSatisfy(r -> assertThat(r.info().id()).matches("[a-z]+\\.[a-z0-9-]+"));
    assertThat(rules).allSatisfy(r -> assertThat(r.info().looksFor()).isNotBlank());
  }
}
