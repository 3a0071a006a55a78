package org.inquest.diagnose.rules.locking;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
import org.inquest.kernel.wait.WaitKind;

/// Two or more tasks each hold a lock that the next one waits for, and the last one's lock is held
/// by the first: the AB-BA deadlock, over any number of tasks and any mix of sleeping locks. A link
/// of the circle may also be a task that waits for the end of some work (`flush_work()`), and the
/// worker that does it.
///
/// It happens when two paths take the same locks in different orders. Nothing runs any more in
/// these tasks, so the machine is quiet while more and more others queue up behind them.
///
/// What to do: take these locks in one order everywhere; lockdep (CONFIG_PROVE_LOCKING) reports the
/// wrong order the first time both orders have been seen, without the deadlock having to happen.
/// Documentation/locking/lockdep-design.rst.
public final class LockCycleRule implements Rule {
  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "locking.lock-cycle",
        "Lock deadlock",
        "tasks that wait for each other's locks in a circle");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    Optional<WaitGraph> graph = facts.waits();
    if (graph.isEmpty()) {
      return List.of(new Verdict.NotApplicable("it is not known what tasks wait for"));
    }
    List<Verdict> found = new ArrayList<>();
    for (List<Wait> cycle : graph.get().cycles()) {
      if (cycle.size() > 1 && !RecursiveReadRule.applies(cycle) && !spins(cycle)) {
        found.add(verdict(new WaitStory(graph.get()), cycle));
      }
    }
    return found.isEmpty() ? List.of(new Verdict.Clear()) : found;
  }

  private static boolean spins(List<Wait> cycle) {
    return cycle.stream().anyMatch(w -> w.thing().kind() == WaitKind.SPINLOCK);
  }

  /// The verdict on a cycle, also of spinlocks.
  static Verdict verdict(WaitStory story, List<Wait> cycle) {
    List<Wait> behind = story.graph().behind(cycle);
    StringBuilder claim = new StringBuilder("Deadlock of ").append(cycle.size()).append(" tasks: ");
    for (int i = 0; i < cycle.size(); i++) {
      Wait next = cycle.get((i + 1) % cycle.size());
      claim.append(i == 0 ? "" : "; ").append(cycle.get(i).party().title()).append(' ');
      claim.append(story.wants(cycle.get(i))).append(", ");
      claim.append(has(cycle.get(i), next)).append(next.party().title());
    }
    claim.append('.');
    if (!behind.isEmpty()) {
      claim.append(" Stuck behind them: ").append(WaitStory.names(behind)).append('.');
    }
    Set<Subject> subjects = new LinkedHashSet<>(WaitStory.subjects(cycle));
    subjects.addAll(WaitStory.subjects(behind));
    return new Verdict.Found(
        Role.CAUSE,
        claim.toString(),
        confidence(cycle),
        because(cycle),
        evidence(story, cycle),
        List.of(),
        List.of(advice(cycle)),
        subjects);
  }

  private static String has(Wait wait, Wait next) {
    if (wait.thing().kind() == WaitKind.COMPLETION) {
      return "which is up to ";
    }
    return wait.ahead().isPresent()
        ? "behind the write request of "
        : holdOf(wait, next).map(h -> h.firm()).orElse(false) ? "held by " : "probably held by ";
  }

  private static Optional<Holder> holdOf(Wait wait, Wait next) {
    return wait.holders().stream()
        .filter(h -> h.party().address() == next.party().address())
        .findFirst();
  }

  private static Confidence confidence(List<Wait> cycle) {
    Confidence least = Confidence.CERTAIN;
    for (int i = 0; i < cycle.size(); i++) {
      Optional<Holder> hold = holdOf(cycle.get(i), cycle.get((i + 1) % cycle.size()));
      if (hold.isPresent() && hold.get().confidence().compareTo(least) > 0) {
        least = hold.get().confidence();
      }
    }
    return least;
  }

  private static String because(List<Wait> cycle) {
    Set<String> reasons = new LinkedHashSet<>();
    for (int i = 0; i < cycle.size(); i++) {
      holdOf(cycle.get(i), cycle.get((i + 1) % cycle.size()))
          .ifPresent(h -> reasons.addAll(h.reasons()));
    }
    return confidence(cycle) == Confidence.CERTAIN
            && cycle.stream().allMatch(w -> w.ahead().isEmpty())
        ? "each lock's owner and each wait were read from the dump"
        : String.join("; ", reasons);
  }

  private static List<Evidence> evidence(WaitStory story, List<Wait> cycle) {
    List<Evidence> evidence = new ArrayList<>();
    for (Wait wait : cycle) {
      story.value(wait.thing()).ifPresent(evidence::add);
    }
    for (Wait wait : cycle) {
      story.stack(wait, story.wants(wait)).ifPresent(evidence::add);
      evidence.add(WaitStory.found(wait));
    }
    return evidence;
  }

  private static String advice(List<Wait> cycle) {
    Optional<Wait> flush =
        cycle.stream().filter(w -> w.thing().kind() == WaitKind.COMPLETION).findFirst();
    return flush.isPresent()
        ? "wait for that work only without the locks that it takes; see " + functions(cycle)
        : "take these locks in the same order in "
            + functions(cycle)
            + "; lockdep (CONFIG_PROVE_LOCKING) finds such orders before they meet";
  }

  private static String functions(List<Wait> cycle) {
    Set<String> names = new LinkedHashSet<>();
    for (Wait wait : cycle) {
      if (!wait.function().isEmpty()) {
        names.add(wait.function());
      }
    }
    return names.isEmpty() ? "all paths" : String.join(" and ", names);
  }
}
