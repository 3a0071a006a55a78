package org.inquest.profile.finding;

import java.util.List;
import org.inquest.diagnose.RuleInfo;

/// A real-time task kept a CPU from all others.
///
/// **What it means.** Everybody else on that CPU waited; kernel threads too.
///
/// A sample has no priority: this needs events of the scheduler, and says so without them.
///
/// **Reference.** sched(7), `sched_rt_runtime_us`.
public final class RealTimeRule implements ProfileRule {
  /// For the scan.
  public RealTimeRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "cpus.real-time", "Real-time tasks", "whether a real-time task kept a CPU from others");
  }

  /// Samples alone never tell: the rule that reads `sched:sched_switch` takes this one's place.
  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    return Judgement.blind(
        "samples do not tell priorities, and events of the scheduler are not looked at here");
  }
}
