package org.inquest.diagnose.rules.locking;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CpuActivity;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.SchedulerFacts;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.diagnose.wait.RootBlocker;
import org.inquest.diagnose.wait.RootBlocker.Activity;
import org.inquest.diagnose.wait.Seconds;
import org.inquest.diagnose.wait.Wait;
import org.inquest.diagnose.wait.WaitGraph;
import org.inquest.kernel.wait.WaitKind;

/// One task holds what others wait for, and does not let go: it ended, left for user space, sleeps,
/// waits for something that nobody will bring, spins, or gets no CPU.
///
/// Hung task reports name those who wait. The reason is at the other end of the chain, in a task
/// that is often not in state D itself and so in no report.
///
/// Short waits are how locks work; a lock that has been waited for less than a second is not
/// reported unless its holder can't ever let go, or no CPU takes interrupts any more, so that no
/// clock tells whether the wait is short.
///
/// What to do: read what the holder does. For a task that exited or is in user space, look for a
/// path that leaves the function without unlocking. Documentation/locking/mutex-design.rst.
public final class RootBlockerRule implements Rule {
  private static final double WORTH_SAYING = 1;
  private static final double LONG = 10;

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "locking.root-blocker",
        "Lock not let go",
        "the task at the end of each chain of waiting tasks, and what it does instead");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    Optional<WaitGraph> graph = facts.waits();
    if (graph.isEmpty()) {
      return List.of(new Verdict.NotApplicable("it is not known what tasks wait for"));
    }
    List<Verdict> found = new ArrayList<>();
    boolean deaf = noCpuTakesInterrupts(facts);
    for (RootBlocker root : graph.get().roots()) {
      if (worthSaying(root, deaf)) {
        found.add(verdict(graph.get(), root));
      }
    }
    return found.isEmpty() ? List.of(new Verdict.Clear()) : found;
  }

  private static boolean forGood(RootBlocker root) {
    return root.activity() == Activity.EXITED || root.activity() == Activity.USER_SPACE;
  }

  /// Where every CPU has interrupts off, all clocks of the kernel stand still, and none tells for
  /// how long a CPU has been spinning.
  private static boolean noCpuTakesInterrupts(CrashFacts facts) {
    Optional<SchedulerFacts> scheduler = facts.scheduler();
    return scheduler.isPresent()
        && scheduler.get().queues().size() == scheduler.get().onlineCpus()
        && scheduler.get().queues().stream()
            .map(queue -> scheduler.get().cpu(queue.cpu()))
            .allMatch(cpu -> cpu.flatMap(CpuActivity::interruptsOff).orElse(false));
  }

  private static boolean worthSaying(RootBlocker root, boolean deaf) {
    // Who waits for a disk is told by the rule that knows the disk.
    if (!root.holder().firm() || root.own().flatMap(w -> w.thing().disk()).isPresent()) {
      return false;
    }
    if (forGood(root) || WaitStory.longest(root.behind()) >= WORTH_SAYING) {
      return true;
    }
    // Those who spin have no time of sleep; a holder whose clock stands still has been there long.
    // All CPUs of a busy machine can have interrupts off for a moment, most easily where they wake
    // and switch tasks.
    return root.thing().kind() == WaitKind.SPINLOCK
        && (root.stuckSeconds() >= WORTH_SAYING || (deaf && !root.thing().runQueueLock()));
  }

  private static Verdict verdict(WaitGraph graph, RootBlocker root) {
    WaitStory story = new WaitStory(graph);
    StringBuilder claim = new StringBuilder();
    claim.append(root.party().title());
    claim.append(root.thing().kind().lock() ? " holds " : " has to bring ");
    claim.append(root.thing().title());
    if (!root.holder().access().words().isEmpty()) {
      claim.append(' ').append(root.holder().access().words());
    }
    claim.append(" and ").append(root.details()).append(". ");
    claim.append("Behind it ").append(waiting(root)).append(' ');
    claim.append(WaitStory.names(root.behind()));
    double longest = WaitStory.longest(root.behind());
    if (longest > 0) {
      claim.append(root.behind().size() == 1 ? " for " : ", the longest for ");
      claim.append(Seconds.text(longest));
    }
    claim.append('.');
    Set<Subject> subjects = new LinkedHashSet<>(WaitStory.subjects(root.behind()));
    subjects.add(WaitStory.subject(root.party()));
    if (root.activity() == Activity.RUNNING) {
      root.party()
          .task()
          .ifPresent(t -> subjects.add(new Subject.CulpritSubject(t.address(), t.pid())));
    }
    root.starvedBy().ifPresent(t -> subjects.add(new Subject.TaskSubject(t.address(), t.pid())));
    return new Verdict.Found(
        root.activity() == Activity.STARVED ? Role.CONSEQUENCE : Role.CAUSE,
        claim.toString(),
        confidence(root, longest),
        because(root, longest),
        evidence(story, root),
        List.of("no lock cycle leads through these tasks"),
        List.of(advice(root)),
        subjects);
  }

  private static String waiting(RootBlocker root) {
    String verb = root.behind().stream().allMatch(Wait::spinning) ? "spin" : "wait";
    return root.behind().size() == 1 ? verb + "s" : verb;
  }

  private static Confidence confidence(RootBlocker root, double longest) {
    Confidence hold = root.holder().confidence();
    if (forGood(root) || hold == Confidence.POSSIBLE) {
      return hold;
    }
    return longest >= LONG
            || root.stuckSeconds() >= WORTH_SAYING
            || root.activity() == Activity.STARVED
        ? hold == Confidence.CERTAIN ? Confidence.LIKELY : hold
        : Confidence.POSSIBLE;
  }

  private static String because(RootBlocker root, double longest) {
    String hold = String.join("; ", root.holder().reasons());
    return forGood(root) || longest >= LONG || root.stuckSeconds() >= WORTH_SAYING
        ? hold
        : hold + "; whether it would have let go in time can't be seen";
  }

  private static List<Evidence> evidence(WaitStory story, RootBlocker root) {
    List<Evidence> evidence = new ArrayList<>();
    story.value(root.thing()).ifPresent(evidence::add);
    if (root.stuckSeconds() >= WORTH_SAYING) {
      evidence.add(
          new Evidence.Note(
              "the clock of its CPU's run queue has stood still for "
                  + Seconds.text(root.stuckSeconds())));
    }
    story.stack(root.party(), "holds it and " + root.details()).ifPresent(evidence::add);
    root.own().ifPresent(w -> evidence.add(WaitStory.found(w)));
    List<Wait> direct =
        root.behind().stream().filter(w -> w.thing().equals(root.thing())).limit(3).toList();
    Set<String> shown = new HashSet<>();
    for (Wait wait : direct) {
      evidence.add(WaitStory.found(wait));
      // Who waits in the same function has much the same stack.
      if (shown.add(wait.function())) {
        story.stack(wait, story.wants(wait)).ifPresent(evidence::add);
      }
    }
    return evidence;
  }

  private static String advice(RootBlocker root) {
    return switch (root.activity()) {
      case EXITED, USER_SPACE ->
          "look for a path that takes this lock and returns without letting go of it";
      case LOST -> "the dump lacks the task: take one with less filtering (makedumpfile -d 1)";
      case RUNNING -> "see why that function does not come to an end";
      case STARVED -> "see who keeps its CPU busy";
      case WAITING -> "find out who should have woken it; it must not wait for that with the lock";
      case SLEEPING -> "it must not sleep there with the lock, or not that long";
      case STOPPED -> "it was stopped inside the kernel with the lock";
    };
  }
}
