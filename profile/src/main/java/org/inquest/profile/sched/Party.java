package org.inquest.profile.sched;

/// A task as somebody who waits, wakes or holds.
///
/// @param tid its thread number; 0 for a CPU's idle task
/// @param comm its name then
/// @param priority the kernel's (include/linux/sched/prio.h): below 0 deadline, 0 to 99 real time,
///   100 to 139 for all others; [#UNKNOWN] where not told
public record Party(int tid, String comm, int priority) {
  /// No priority was told.
  public static final int UNKNOWN = Integer.MAX_VALUE;

  private static final int REAL_TIME = 100;
  private static final int NICE_0 = 120;

  /// Whether it goes before all ordinary tasks.
  public boolean realTime() {
    return priority < REAL_TIME;
  }

  /// Whether it is what a CPU does without work.
  public boolean idle() {
    return tid == 0;
  }

  /// `loop.sh (PID 7)`, as verdicts on dumps name tasks.
  public String text() {
    return idle() ? "the idle task" : comm + " (PID " + tid + ")";
  }

  /// `real time 99`, `deadline`, `nice 5`; empty for an ordinary task. The scheduler's records do
  /// not tell SCHED_FIFO from SCHED_RR.
  public String policy() {
    if (priority == UNKNOWN || priority == NICE_0 || idle()) {
      return "";
    }
    if (priority < 0) {
      return "deadline";
    }
    return realTime() ? "real time " + (REAL_TIME - 1 - priority) : "nice " + (priority - NICE_0);
  }
}
