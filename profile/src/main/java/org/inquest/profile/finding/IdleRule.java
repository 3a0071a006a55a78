package org.inquest.profile.finding;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;

/// The machine had nothing to run for a large part of the time.
///
/// **What it means.** What seems slow waits, for disks, the network, locks or a timer: a profile of
/// CPUs does not say for what.
///
/// **What to do.** Look at who sleeps where: `offcputime`, `/proc/PID/stack`, scheduler events.
///
/// **Reference.** kernel/sched/idle.c.
public final class IdleRule implements ProfileRule {
  private static final double LEAST = 0.30;

  /// For the scan.
  public IdleRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo("cpus.idle", "Idle CPUs", "how much of the time CPUs had nothing to do");
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    if (!facts.wholeMachine()) {
      return Judgement.blind("only some tasks were recorded, so idle CPUs are not seen: record -a");
    }
    if (!facts.clock()) {
      return Judgement.blind(
          facts.event().name() + " does not count on an idle CPU: record -e cpu-clock");
    }
    Share share = new Share(facts.idle(), facts.samples());
    if (facts.samples() < Dominance.FEWEST || share.low() < LEAST) {
      return Judgement.clear();
    }
    long cpus = Math.max(1, facts.cpus().size());
    String used = String.format(Locale.ROOT, "%.1f", cpus * (1 - share.value()));
    return Judgement.found(
        new Verdict.Found(
            Role.CONTEXT,
            "CPUs were idle for "
                + share
                + " of the time: "
                + used
                + " of "
                + cpus
                + " CPUs worked on average",
            Confidence.CERTAIN,
            "samples in the idle loop",
            List.of(new Evidence.Note(share.counted() + " in the idle loop")),
            List.of(),
            List.of(
                "if something is slow all the same, it waits: for disks, network, locks or timers;"
                    + " this profile does not see for what",
                "in a guest, time that the host took away counts neither as idle nor as work:"
                    + " column st of vmstat"),
            Set.of()),
        share.value());
  }
}
