package org.inquest.kernel.sched;

import java.util.List;
import java.util.Optional;

/// One CPU's run queue.
///
/// @param address of its `struct rq`
/// @param cpu number
/// @param current address of the task it runs
/// @param idle address of its idle task
/// @param stop address of its stop task (`migration/N`)
/// @param running `nr_running`: tasks on it, the current one included
/// @param clockNs its clock, nanoseconds since boot; stands still while the CPU takes no timer
///   interrupt
/// @param wakeupsPending whether another CPU has woken tasks for it that it did not yet take
/// @param capacity what it computes in comparison with the fastest CPU, of 1024
/// @param urgentLoad how much of its time real-time and deadline tasks used lately, of 1024; half
///   of it is the last 32 ms, nine tenths are the last tenth of a second (`avg_rt`, `avg_dl`)
/// @param budget empty on kernels that do not throttle real-time tasks
/// @param fairServer empty on kernels without
/// @param queued tasks on it, most urgent class first, each class in its order; the current task is
///   among them only where its class keeps it queued
/// @param gap what kept queued tasks from being read, empty where all were
public record RunQueue(
    long address,
    int cpu,
    long current,
    long idle,
    long stop,
    int running,
    long clockNs,
    boolean wakeupsPending,
    int capacity,
    int urgentLoad,
    Optional<RealTimeBudget> budget,
    Optional<FairServer> fairServer,
    List<QueuedTask> queued,
    String gap) {

  public RunQueue {
    queued = List.copyOf(queued);
  }

  /// Tasks that are ready and do not run.
  public List<QueuedTask> waiting() {
    return queued.stream().filter(q -> q.task() != current && !q.delayed()).toList();
  }

  /// Whether it runs its idle task.
  public boolean isIdle() {
    return current == idle;
  }
}
