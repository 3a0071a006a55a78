package org.inquest.profile.finding;

import java.util.List;
import java.util.Set;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;

/// The kernel paused the event: samples took more than `kernel.perf_cpu_time_max_percent`, or there
/// were more than `kernel.perf_event_max_sample_rate`.
///
/// **What it means.** Spans of time have no samples, most where most happened.
///
/// **Reference.** kernel/events/core.c, `__perf_event_overflow`.
public final class ThrottledRule implements ProfileRule {
  /// For the scan.
  public ThrottledRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "recording.throttled",
        "Throttled samples",
        "whether the kernel paused the event as it took too much time");
  }

  @Override
  public boolean ofWork() {
    return false;
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    if (facts.throttled() == 0) {
      return Judgement.clear();
    }
    return Judgement.found(
        new Verdict.Found(
            Role.CONTEXT,
            "The kernel paused sampling "
                + facts.throttled()
                + (facts.throttled() == 1 ? " time" : " times")
                + ", as it took too much time",
            Confidence.CERTAIN,
            "it wrote a record each time",
            List.of(new Evidence.Note("THROTTLE records: " + facts.throttled())),
            List.of(),
            List.of("a lower -F, or a higher sysctl kernel.perf_event_max_sample_rate"),
            Set.of()),
        0);
  }
}
