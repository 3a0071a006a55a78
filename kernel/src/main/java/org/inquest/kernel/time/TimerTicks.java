package org.inquest.kernel.time;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.InquestException;

/// Whether each CPU still takes timer interrupts: how long its next one is overdue
/// (`hrtimer_bases`, kernel/time/hrtimer.c). Run queues don't tell, for other CPUs move their
/// clocks as well.
///
/// All times are nanoseconds of CLOCK_MONOTONIC.
public final class TimerTicks {
  /// KTIME_MAX: no timer is due, or its interrupt is being handled.
  private static final long NEVER = Long.MAX_VALUE;

  private final Map<Integer, Long> due = new HashMap<>();
  private long nowNs;

  private TimerTicks() {}

  /// Reads them; CPUs whose timers are not in the dump are left out.
  ///
  /// @param runsIdle whether a CPU ran its idle task: an idle CPU's next timer may lie far ahead
  public static TimerTicks read(Target target, IntPredicate runsIdle) {
    TimerTicks ticks = new TimerTicks();
    try {
      ticks.nowNs = Clock.monotonicNs(target);
    } catch (InquestException e) {
      // The CPUs' own times remain.
    }
    for (int cpu : target.cpus().online()) {
      ticks.readCpu(target, cpu, runsIdle.test(cpu));
    }
    return ticks;
  }

  private void readCpu(Target target, int cpu, boolean idle) {
    try {
      KObject base = target.perCpu("hrtimer_bases", cpu);
      long next = base.member("expires_next").asLong();
      if (next > 0 && next != NEVER) {
        due.put(cpu, next);
        if (!idle) {
          nowNs = Math.max(nowNs, next);
        }
      }
      // The timekeeper stands still if its own CPU does; the others still note when they idle.
      KObject tick = target.perCpu("tick_cpu_sched", cpu);
      nowNs = Math.max(nowNs, tick.member("idle_entrytime").asLong());
      nowNs = Math.max(nowNs, tick.member("idle_waketime").asLong());
    } catch (InquestException e) {
      // This CPU can't be told about.
    }
  }

  /// When the machine stopped, as far as any timer tells.
  public long nowNs() {
    return nowNs;
  }

  /// For how long a CPU's next timer interrupt is overdue; zero or less for a CPU that takes them,
  /// empty where that is not known.
  public OptionalLong overdueNs(int cpu) {
    Long at = due.get(cpu);
    return at == null ? OptionalLong.empty() : OptionalLong.of(nowNs - at);
  }
}
