package org.inquest.kernel.task;

import org.inquest.engine.object.KObject;

/// One task, with the members that everybody asks for read once.
///
/// @param object `struct task_struct`
/// @param pid thread id; 0 for idle tasks
/// @param tgid process id
/// @param comm name, at most 15 bytes; comes from the dump: never print it unescaped
/// @param state what it is doing
/// @param rawState `__state` as read
/// @param flags `PF_` flags (include/linux/sched.h)
/// @param cpu CPU it runs on or last ran on
/// @param onCpu whether it is its CPU's current task
/// @param policy `SCHED_` policy (include/uapi/linux/sched.h)
/// @param prio kernel priority: 0-99 real time (99 - rt_priority), 100-139 normal, negative
///   deadline
/// @param rtPriority 1-99 for real-time policies, else 0
/// @param mm address of its `struct mm_struct`, 0 for kernel threads
/// @param stack lowest address of its kernel stack
/// @param sp saved stack pointer; meaningless while [#onCpu]
public record Task(
    KObject object,
    int pid,
    int tgid,
    String comm,
    TaskState state,
    long rawState,
    long flags,
    int cpu,
    boolean onCpu,
    int policy,
    int prio,
    int rtPriority,
    long mm,
    long stack,
    long sp) {

  private static final long PF_KTHREAD = 0x0020_0000;

  /// Address of the `struct task_struct`.
  public long address() {
    return object.address();
  }

  /// Whether it never runs user code.
  public boolean kernelThread() {
    return (flags & PF_KTHREAD) != 0;
  }

  /// Whether it is one CPU's idle task.
  public boolean idle() {
    return pid == 0;
  }

  /// Whether it is a process's first thread.
  public boolean leader() {
    return pid == tgid;
  }

  /// Whether the dump has what the scheduler goes by. Where not, the priorities here are 0, which
  /// would be the most urgent ones.
  public boolean priorityKnown() {
    return policy >= 0;
  }

  /// `SCHED_FIFO` or `SCHED_RR`.
  public boolean realTime() {
    return policy == 1 || policy == 2;
  }

  /// `SCHED_DEADLINE`.
  public boolean deadline() {
    return policy == 6;
  }

  /// The policy's name.
  public String policyName() {
    return switch (policy) {
      case 0 -> "SCHED_NORMAL";
      case 1 -> "SCHED_FIFO";
      case 2 -> "SCHED_RR";
      case 3 -> "SCHED_BATCH";
      case 5 -> "SCHED_IDLE";
      case 6 -> "SCHED_DEADLINE";
      case 7 -> "SCHED_EXT";
      default -> "policy " + policy;
    };
  }

  /// `PID 51 (mapl)`, for sentences.
  public String title() {
    return "PID " + pid + " (" + comm + ")";
  }
}
