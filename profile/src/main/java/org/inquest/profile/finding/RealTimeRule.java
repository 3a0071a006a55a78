package org.inquest.profile.finding;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.profile.sched.Hold;
import org.inquest.profile.sched.SchedReport;

/// A real-time task kept a CPU from all others.
///
/// **What it means.** Everybody else on that CPU waited; kernel threads too.
///
/// **What to do.** A lower priority, a task that sleeps now and then, or a CPU of its own.
///
/// A sample has no priority: this needs events of the scheduler, and says so without them.
///
/// **Reference.** sched(7), `sched_rt_runtime_us`.
public final class RealTimeRule implements ProfileRule {
  /// Nanoseconds: what a person notices, and the watchdog of a lockup does not yet.
  private static final long NOTICED = 500_000_000;

  /// For the scan.
  public RealTimeRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "cpus.real-time", "Real-time tasks", "whether a real-time task kept a CPU from others");
  }

  @Override
  public boolean ofWork() {
    return false;
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    Optional<SchedReport> scheduler = facts.scheduler();
    if (scheduler.isEmpty()) {
      return Judgement.blind(
          "samples do not tell priorities: add the scheduler's records (record --sched)");
    }
    List<Hold> holds =
        scheduler.get().holds().stream()
            .filter(hold -> hold.task().realTime() && hold.length() >= NOTICED)
            .toList();
    return holds.isEmpty() ? Judgement.clear() : found(facts, scheduler.get(), holds);
  }

  private static List<Judgement> found(
      ProfileFacts facts, SchedReport scheduler, List<Hold> holds) {
    Hold longest = holds.getFirst();
    List<Evidence> evidence = new ArrayList<>();
    for (Hold hold : holds) {
      evidence.add(
          new Evidence.Note(
              String.format(
                  Locale.ROOT,
                  "%s (%s) had CPU %d for %.3f s%s, up to %d waited for it",
                  hold.task().text(),
                  hold.task().policy(),
                  hold.cpu(),
                  hold.length() / 1e9,
                  hold.open() ? " at least" : "",
                  hold.waiting())));
    }
    boolean sure = holds.stream().noneMatch(Hold::unsure);
    double share = longest.length() / (double) Math.max(1, scheduler.last() - scheduler.first());
    return Judgement.found(
        new Verdict.Found(
            Role.CAUSE,
            String.format(
                Locale.ROOT,
                "A real-time task held a CPU: %s (%s) had CPU %d for %.1f s without a switch while %d"
                    + " task%s waited for it",
                longest.task().text(),
                longest.task().policy(),
                longest.cpu(),
                longest.length() / 1e9,
                longest.waiting(),
                longest.waiting() == 1 ? "" : "s"),
            sure ? Confidence.CERTAIN : Confidence.LIKELY,
            sure
                ? "the scheduler's records tell priority and switches"
                : "records were lost meanwhile: a switch may be among them",
            evidence,
            List.of(),
            List.of(
                "give it a lower priority, let it sleep now and then, or keep a CPU for it alone"),
            Set.of(new Subject.TaskSubject(0, longest.task().tid()))),
        Math.min(1, share));
  }
}
