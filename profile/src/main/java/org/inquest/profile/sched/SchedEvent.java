package org.inquest.profile.sched;

/// What one record of the scheduler says.
sealed interface SchedEvent {
  /// A CPU goes from one task to another (`sched_switch`).
  ///
  /// @param previous who leaves it
  /// @param left in which state
  /// @param next who gets it; thread 0 is the idle task
  record Switch(Party previous, Rest left, Party next) implements SchedEvent {}

  /// A task is made able to run (`sched_waking`, `sched_wakeup`, `sched_wakeup_new`).
  ///
  /// @param task who
  /// @param cpu where it will wait
  /// @param interrupt whether an interrupt did that, not the task that ran
  /// @param stage which part of the work this record is of
  record Wakeup(Party task, int cpu, boolean interrupt, Stage stage) implements SchedEvent {}

  /// `sched_waking` comes from the waker, before the CPU is chosen; `sched_wakeup` may come from
  /// another CPU, when the task is in its queue.
  enum Stage {
    WAKING,
    QUEUED,
    NEW
  }

  /// A task goes to the queue of another CPU (`sched_migrate_task`).
  record Migration(int tid, int cpu) implements SchedEvent {}

  /// A task has a child (`sched_process_fork`).
  record Fork(int child, String comm) implements SchedEvent {}

  /// The kernel's own count of a wait that ended (`sched_stat_iowait`); with schedstats only.
  record IoWait(int tid, long nanoseconds) implements SchedEvent {}
}
