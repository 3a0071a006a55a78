package org.inquest.kernel.sched;

import java.util.Optional;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.kernel.task.Task;

/// When a task ran and waited: nanoseconds of its run queue's clock, 0 where not kept or not in the
/// dump.
///
/// @param lastArrival when it was last given a CPU (`sched_info.last_arrival`)
/// @param queuedSince since when it is ready and waits for a CPU (`sched_info.last_queued`); 0
///   while it runs or sleeps
/// @param accountedUntil until when its run time is accounted (`se.exec_start`): for a task that is
///   not running, when it left the CPU
/// @param ran how long it ran in its life (`se.sum_exec_runtime`)
/// @param startedMonotonic when it was created, nanoseconds of CLOCK_MONOTONIC (`start_time`)
public record TaskTimes(
    long lastArrival, long queuedSince, long accountedUntil, long ran, long startedMonotonic) {

  /// Reads times of many tasks; the members are looked up once.
  public static final class Reader {
    private final VirtualMemory memory;
    private final Optional<Member> arrival;
    private final Optional<Member> queued;
    private final Optional<Member> execStart;
    private final Optional<Member> sum;
    private final Optional<Member> start;

    /// For the tasks of a target.
    public Reader(Target target) {
      StructType task = target.types().struct("struct task_struct");
      this.memory = target.memory();
      // CONFIG_SCHED_INFO: kept where statistics or delay accounting are built in.
      this.arrival = task.findMember("sched_info.last_arrival");
      this.queued = task.findMember("sched_info.last_queued");
      this.execStart = task.findMember("se.exec_start");
      this.sum = task.findMember("se.sum_exec_runtime");
      this.start = task.findMember("start_time");
    }

    /// The times of one task.
    public TaskTimes of(Task task) {
      long at = task.address();
      return new TaskTimes(
          number(arrival, at),
          number(queued, at),
          number(execStart, at),
          number(sum, at),
          number(start, at));
    }

    private long number(Optional<Member> member, long at) {
      if (member.isEmpty()) {
        return 0;
      }
      try {
        return member.get().readLong(memory, at);
      } catch (MemoryFault e) {
        return 0;
      }
    }
  }

  /// When it last had a CPU, however that is known; 0 where it is not.
  public long lastSeen() {
    return Math.max(lastArrival, accountedUntil);
  }
}
