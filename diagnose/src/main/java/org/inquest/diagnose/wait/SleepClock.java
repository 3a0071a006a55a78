package org.inquest.diagnose.wait;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.Member;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.task.Task;

/// How long ago a task last ran: `se.exec_start` is the time on its CPU's run queue clock when it
/// was last accounted, which is when it was switched out.
///
/// An idle CPU's clock stands still, so "now" is the newest clock of all CPUs; they are kept close
/// together by the kernel.
final class SleepClock {
  private static final double NANOS = 1e9;

  private final Target target;
  private final Optional<Member> execStart;
  private final Optional<Member> startTime;

  /// By CPU, how far the clock of tasks lags behind the clock: time in interrupts and stolen time.
  private final Map<Integer, Long> lag = new HashMap<>();

  private final Map<Integer, Long> clocks = new HashMap<>();

  private long now;

  SleepClock(Target target) {
    this.target = target;
    var task = target.types().struct("struct task_struct");
    this.execStart = task.findMember("se.exec_start");
    this.startTime = task.findMember("start_time");
    for (int cpu : target.cpus().online()) {
      try {
        KObject rq = target.perCpu("runqueues", cpu);
        long clock = rq.member("clock").asLong();
        clocks.put(cpu, clock);
        lag.put(cpu, clock - rq.member("clock_task").asLong());
        now = Math.max(now, clock);
      } catch (InquestException e) {
        // A run queue that is not in the dump: its tasks' times are less exact, or not known.
      }
    }
  }

  /// Seconds since a task last ran; empty where the dump does not tell.
  OptionalDouble sinceRan(Task task) {
    if (now == 0 || execStart.isEmpty()) {
      return OptionalDouble.empty();
    }
    try {
      long ran = execStart.get().readLong(target.memory(), task.address());
      long ago = now - ran - lag.getOrDefault(task.cpu(), 0L);
      return ran == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.max(0, ago) / NANOS);
    } catch (InquestException e) {
      return OptionalDouble.empty();
    }
  }

  /// Seconds since a task was created; empty where the dump does not tell.
  OptionalDouble age(Task task) {
    if (now == 0 || startTime.isEmpty()) {
      return OptionalDouble.empty();
    }
    try {
      long started = startTime.get().readLong(target.memory(), task.address());
      return OptionalDouble.of(Math.max(0, now - started) / NANOS);
    } catch (InquestException e) {
      return OptionalDouble.empty();
    }
  }

  /// Seconds for which a CPU's clock has stood still: an idle CPU's does, and a busy one's whose
  /// interrupts are off. Empty where the dump does not tell.
  OptionalDouble standsStill(int cpu) {
    Long clock = clocks.get(cpu);
    return clock == null ? OptionalDouble.empty() : OptionalDouble.of((now - clock) / NANOS);
  }
}
