package org.inquest.profile.finding;

import java.util.List;
import org.inquest.diagnose.RuleInfo;

/// Timers that run out, the tick, and programs that sleep for short times.
///
/// **What it means.** Something polls. The profile itself takes part with its own timer: events
/// other than clocks do not.
///
/// **Reference.** kernel/time/hrtimer.c.
public final class TimerRule implements ProfileRule {
  private static final Dominance WORK =
      new Dominance(
          FunctionGroup.kernel(
              "run_timer_.*|__run_timers.*|call_timer_fn|expire_timers|hrtimer_(interrupt|run_queues|start_range_ns|try_to_cancel|wakeup)|tick_(sched|nohz)_.*|update_process_times|scheduler_tick|sched_tick|clock_nanosleep.*|hrtimer_nanosleep|do_nanosleep|common_nsleep.*|timerfd_.*|__x64_sys_(clock_)?nanosleep|posix_(timer|cpu_timer).*"),
          "Timers",
          Dominance.USUAL,
          List.of(
              "who sets them: profile record -e timer:timer_start,timer:hrtimer_start -g",
              "sleep longer, wait for events instead of asking for them"));

  /// For the scan.
  public TimerRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo("kernel.timers", "Timers", "whether timers and ticks take the time");
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    return WORK.examine(facts);
  }
}
