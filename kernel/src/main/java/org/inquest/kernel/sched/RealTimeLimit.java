package org.inquest.kernel.sched;

import java.util.Optional;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.InquestException;

/// How much of the time real-time and deadline tasks together may have
/// (Documentation/scheduler/sched-rt-group.rst).
///
/// @param runtimeUs `kernel.sched_rt_runtime_us`; -1 means all of it
/// @param periodUs `kernel.sched_rt_period_us`
/// @param address of the first of the two
public record RealTimeLimit(long runtimeUs, long periodUs, long address) {

  /// Reads the two settings; empty where the dump does not have them.
  public static Optional<RealTimeLimit> read(Target target) {
    try {
      KObject runtime = target.global("sysctl_sched_rt_runtime");
      long period = target.global("sysctl_sched_rt_period").asUnsigned();
      return Optional.of(new RealTimeLimit(runtime.asInt(), period, runtime.address()));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  /// Whether nothing is left for normal tasks: `sched_rt_runtime_exceeded()` in kernel/sched/rt.c
  /// never throttles then.
  public boolean unlimited() {
    return runtimeUs < 0 || runtimeUs >= periodUs;
  }
}
