package org.inquest.diagnose.facts;

import java.util.List;
import java.util.Optional;
import org.inquest.kernel.cpu.Watchdog;
import org.inquest.kernel.rcu.GracePeriod;
import org.inquest.kernel.sched.QueuedTask;
import org.inquest.kernel.sched.RealTimeLimit;
import org.inquest.kernel.sched.RunQueue;
import org.inquest.kernel.sched.TaskTimes;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.time.LoadAverage;

/// What the CPUs did when the machine stopped, what waited for them, and since when.
///
/// All times are nanoseconds of the scheduler's clock, which starts at boot and is that of the
/// kernel log.
public interface SchedulerFacts {

  /// A task that is ready and does not run.
  ///
  /// @param task who
  /// @param queued on which queue
  /// @param waitedNs for how long: exactly where `exact`, else the time since it last ran, which it
  ///   may partly have slept; -1 where neither is known
  /// @param exact whether the kernel kept since when it waits
  record Waiter(Task task, QueuedTask queued, long waitedNs, boolean exact) {}

  /// A task in uninterruptible sleep.
  ///
  /// @param task who
  /// @param sleptNs for how long
  /// @param function the innermost function that is not how it sleeps but why; empty where the
  ///   stack does not tell
  record Sleeper(Task task, long sleptNs, String function) {}

  /// A grace period of RCU that was under way.
  ///
  /// @param period what it waits for
  /// @param seconds how long ago it began
  /// @param timeoutSeconds after how many the kernel complains
  /// @param readers the tasks it waits for, as far as they are in the dump
  record RcuWait(GracePeriod period, long seconds, int timeoutSeconds, List<Task> readers) {}

  /// How many CPUs were online.
  int onlineCpus();

  /// The run queues of the online CPUs, as far as they are readable.
  List<RunQueue> queues();

  /// What keeps tasks or run queues from being seen; empty where all are.
  List<String> gaps();

  /// When the machine stopped, as far as any clock in the dump got.
  long nowNs();

  /// How long ago a task was created; 0 where that is not known.
  long ageNs(Task task);

  /// For how long a CPU has not taken the timer interrupt it should have; 0 for a CPU that takes
  /// them.
  long silentNs(RunQueue queue);

  /// A task by the address of its `struct task_struct`.
  Optional<Task> task(long address);

  /// How many tasks there are.
  int taskCount();

  /// When a task ran and waited.
  TaskTimes times(Task task);

  /// What a CPU did; empty where the task that it ran is not in the dump.
  Optional<CpuActivity> cpu(int cpu);

  /// The tasks that waited for a CPU, longest first. Tasks that are not in the dump are left out.
  List<Waiter> waiters(RunQueue queue);

  /// Tasks in uninterruptible sleep for at least so long, longest first.
  List<Sleeper> sleepers(long atLeastNs);

  /// What real-time tasks may use; empty where the dump does not tell.
  Optional<RealTimeLimit> realTimeLimit();

  /// The soft lockup detector; empty where the dump does not tell.
  Optional<Watchdog> watchdog();

  /// The grace period of RCU, if one was under way.
  ///
  /// @throws org.inquest.formats.fault.InquestException where RCU's state is not in the dump
  Optional<RcuWait> rcu();

  /// The load average; empty where the dump does not tell.
  Optional<LoadAverage> load();
}
