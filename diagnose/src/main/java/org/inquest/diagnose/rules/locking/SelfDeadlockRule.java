package org.inquest.diagnose.rules.locking;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.diagnose.wait.Holder;
import org.inquest.diagnose.wait.Wait;
import org.inquest.diagnose.wait.WaitGraph;

/// A task that waits for a lock which it holds itself.
///
/// The kernel's locks are not recursive: a second attempt to take one waits for the first to end.
/// Usual ways into it: a helper that takes the lock its caller already took, an error path that
/// does not let go before it tries again, an interrupt handler that takes a spinlock which its own
/// CPU holds with interrupts on.
///
/// What to do: look at who called whom in the stack, find the earlier call that took the lock.
/// lockdep (CONFIG_PROVE_LOCKING) says "possible recursive locking".
public final class SelfDeadlockRule implements Rule {
  /// Clocks of different CPUs agree to within this; seconds.
  private static final double CLOCK_ERROR = 0.1;

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "locking.self-deadlock", "Self-deadlock", "a task that waits for a lock it holds itself");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    Optional<WaitGraph> graph = facts.waits();
    if (graph.isEmpty()) {
      return List.of(new Verdict.NotApplicable("it is not known what tasks wait for"));
    }
    List<Verdict> found = new ArrayList<>();
    for (List<Wait> cycle : graph.get().cycles()) {
      if (cycle.size() == 1) {
        found.add(verdict(new WaitStory(graph.get()), cycle.getFirst()));
      }
    }
    return found.isEmpty() ? List.of(new Verdict.Clear()) : found;
  }

  /// One who waited for the same thing before the task that waits for itself began to live, which
  /// therefore did not take it.
  private static Optional<Wait> older(WaitGraph graph, Wait self, List<Wait> behind) {
    OptionalDouble age = self.party().task().map(graph::age).orElseGet(OptionalDouble::empty);
    return behind.stream()
        .filter(w -> age.isPresent() && w.thing().equals(self.thing()))
        .filter(w -> w.seconds().orElse(0) > age.getAsDouble() + CLOCK_ERROR)
        .findFirst();
  }

  private static String claim(WaitStory story, Wait wait, Holder hold, Optional<Wait> older) {
    String itself = hold.access().words().isEmpty() ? "" : " " + hold.access().words();
    if (!hold.function().isEmpty()) {
      return "Self-deadlock: "
          + wait.party().title()
          + " "
          + story.wants(wait)
          + ", which it holds itself"
          + itself
          + " since "
          + hold.function()
          + ".";
    }
    return "Left locked: the owner field of "
        + wait.thing().title()
        + " names "
        + wait.party().title()
        + ", which waits for it"
        + (wait.function().isEmpty() ? "" : " in " + wait.function())
        + " and has taken it nowhere on its stack. The task that took it has exited and its"
        + " task_struct was given to this one"
        + older
            .map(w -> ": " + w.party().title() + " already waited for it before this one began.")
            .orElse(", or this one left it locked in an earlier call.");
  }

  private static Verdict verdict(WaitStory story, Wait wait) {
    List<Wait> behind = story.graph().behind(List.of(wait));
    Holder hold =
        wait.holders().stream()
            .filter(h -> h.party().address() == wait.party().address())
            .findFirst()
            .orElseThrow();
    Optional<Wait> older =
        hold.function().isEmpty() ? older(story.graph(), wait, behind) : Optional.empty();
    StringBuilder claim = new StringBuilder(claim(story, wait, hold, older));
    if (!behind.isEmpty()) {
      claim.append(" Stuck behind it: ").append(WaitStory.names(behind)).append('.');
    }
    List<Evidence> evidence = new ArrayList<>();
    story.value(wait.thing()).ifPresent(evidence::add);
    story.stack(wait, story.wants(wait)).ifPresent(evidence::add);
    evidence.add(WaitStory.found(wait));
    Set<Subject> subjects = new LinkedHashSet<>(WaitStory.subjects(List.of(wait)));
    subjects.addAll(WaitStory.subjects(behind));
    return new Verdict.Found(
        Role.CAUSE,
        claim.toString(),
        older.isPresent() ? Confidence.CERTAIN : hold.confidence(),
        String.join("; ", hold.reasons()),
        evidence,
        List.of(),
        List.of(
            hold.function().isEmpty()
                ? "look for a path that takes this lock and returns without letting go of it"
                : "see why " + hold.function() + " takes the lock again before it lets go"),
        subjects);
  }
}
