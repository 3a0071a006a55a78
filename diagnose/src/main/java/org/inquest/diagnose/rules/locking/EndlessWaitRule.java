package org.inquest.diagnose.rules.locking;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.diagnose.wait.RootBlocker;
import org.inquest.diagnose.wait.Seconds;
import org.inquest.diagnose.wait.Thing;
import org.inquest.diagnose.wait.Wait;
import org.inquest.diagnose.wait.WaitGraph;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskState;

/// A task sleeps uninterruptibly for something that no task in the dump is known to have: a
/// completion that nobody completes, a semaphore that nobody releases, a wait queue that nobody
/// wakes, a page whose I/O does not end.
///
/// Such things have no owner, so the dump can't name who should have acted; the function that waits
/// says what kind of event is missing. Device I/O is the usual innocent case, so waits of less than
/// a few seconds are not reported; where the disk is known, [HungDiskRule] tells.
///
/// What to do: find the code that ends this wait (complete(), up(), wake_up() on the same object,
/// the driver's interrupt) and see why it did not run. Documentation/scheduler/completion.rst.
public final class EndlessWaitRule implements Rule {
  private static final double WORTH_SAYING = 2;
  private static final double LONG = 10;

  /// Kernel threads may idle in such sleeps; hung task detection would have them after this.
  private static final double HUNG = 120;

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "locking.endless-wait",
        "Wait that nobody ends",
        "uninterruptible sleep of seconds for something that no task holds");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    Optional<WaitGraph> graph = facts.waits();
    if (graph.isEmpty()) {
      return List.of(new Verdict.NotApplicable("it is not known what tasks wait for"));
    }
    Set<Long> told = new HashSet<>();
    for (RootBlocker root : graph.get().roots()) {
      told.add(root.party().address());
    }
    Map<Thing, List<Wait>> byThing = new LinkedHashMap<>();
    for (Wait wait : graph.get().waits()) {
      if (endless(wait)
          && wait.thing().disk().isEmpty()
          && !told.contains(wait.party().address())) {
        byThing.computeIfAbsent(wait.thing(), k -> new ArrayList<>()).add(wait);
      }
    }
    List<Verdict> found = new ArrayList<>();
    for (List<Wait> waits : byThing.values()) {
      found.add(verdict(new WaitStory(graph.get()), waits));
    }
    return found.isEmpty() ? List.of(new Verdict.Clear()) : found;
  }

  private static boolean endless(Wait wait) {
    if (wait.party().task().isEmpty() || wait.spinning() || !wait.holders().isEmpty()) {
      return false;
    }
    Task task = wait.party().task().get();
    double least = task.kernelThread() ? HUNG : WORTH_SAYING;
    return task.state() == TaskState.UNINTERRUPTIBLE
        && wait.ahead().isEmpty()
        && wait.seconds().orElse(0) >= least;
  }

  private static Verdict verdict(WaitStory story, List<Wait> waits) {
    double longest = WaitStory.longest(waits);
    Wait first = waits.getFirst();
    StringBuilder claim = new StringBuilder(WaitStory.names(waits));
    claim.append(waits.size() == 1 ? " has waited " : " have waited ");
    claim.append(Seconds.text(longest));
    claim.append(" for ").append(first.thing().title());
    if (!first.function().isEmpty()) {
      claim.append(" in ").append(first.function());
    }
    claim.append(
        first.thing().kind().lock()
            ? ", which no task is known to hold."
            : ", and nobody has ended that wait.");
    List<Evidence> evidence = new ArrayList<>();
    story.value(first.thing()).ifPresent(evidence::add);
    story.stack(first, story.wants(first)).ifPresent(evidence::add);
    evidence.add(WaitStory.found(first));
    return new Verdict.Found(
        longest >= LONG ? Role.CAUSE : Role.CONTEXT,
        claim.toString(),
        Confidence.POSSIBLE,
        "the wait is certain; that it would never have ended is not",
        evidence,
        List.of("no task in the dump is known to hold what they wait for"),
        List.of("find the code that ends this wait and see why it did not run"),
        WaitStory.subjects(waits));
  }
}
