package org.inquest.kernel.sched;

/// Who decides when a task runs, most urgent first: a runnable task of an earlier class leaves
/// nothing for the later ones.
public enum SchedClass {
  /// A CPU's `migration/N` thread.
  STOP("stop"),
  /// `SCHED_DEADLINE`.
  DEADLINE("deadline"),
  /// `SCHED_FIFO` and `SCHED_RR`, and whoever inherits such a priority.
  REAL_TIME("real-time"),
  /// `SCHED_NORMAL`, `SCHED_BATCH`, `SCHED_IDLE`.
  FAIR("normal"),
  /// The idle task.
  IDLE("idle");

  private final String words;

  SchedClass(String words) {
    this.words = words;
  }

  /// For a sentence: "a *real-time* task".
  public String words() {
    return words;
  }

  /// The class of a priority that is in force.
  ///
  /// @param prio `task_struct.prio`: negative deadline, 0-99 real time, above that normal
  public static SchedClass ofPriority(int prio) {
    if (prio < 0) {
      return DEADLINE;
    }
    return prio < 100 ? REAL_TIME : FAIR;
  }
}
