package org.inquest.kernel.sched;

/// A task on a run queue.
///
/// @param task address of its `struct task_struct`
/// @param schedClass the queue it is on
/// @param delayed whether it only seems to be runnable: it went to sleep and stays queued until its
///   lag is paid off (`se.sched_delayed`, 152e11f6df29 ("sched/fair: Implement delayed dequeue"),
///   v6.12)
public record QueuedTask(long task, SchedClass schedClass, boolean delayed) {}
