package org.inquest.diagnose.rules.lockup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.facts.SchedulerFacts;
import org.inquest.diagnose.facts.SchedulerFacts.Waiter;
import org.inquest.kernel.sched.QueuedTask;
import org.inquest.kernel.sched.RunQueue;
import org.inquest.kernel.sched.SchedClass;
import org.inquest.kernel.sched.TaskTimes;
import org.inquest.kernel.task.Task;

/// A real-time or deadline task that keeps a CPU while others wait for it.
///
/// @param queue its CPU
/// @param task who
/// @param schedClass why it comes first
/// @param times when it ran
/// @param running whether it had the CPU at that very moment, and not a stop task in front of it
/// @param starved who waits behind it, longest first
record Hog(
    RunQueue queue,
    Task task,
    SchedClass schedClass,
    TaskTimes times,
    boolean running,
    List<Waiter> starved) {

  /// A healthy CPU never lets a task wait that long behind real-time work: the default budget gives
  /// other tasks a share of every second (kernel.sched_rt_period_us).
  static final long STARVED_NS = 2_000_000_000L;

  /// The hog of a CPU, if it has one.
  static Optional<Hog> of(SchedulerFacts facts, RunQueue queue) {
    Optional<QueuedTask> front = front(facts, queue);
    Optional<Task> task = front.flatMap(f -> facts.task(f.task()));
    if (front.isEmpty() || task.isEmpty()) {
      return Optional.empty();
    }
    SchedClass schedClass = front.get().schedClass();
    List<Waiter> starved = new ArrayList<>();
    boolean tooLong = false;
    for (Waiter waiter : facts.waiters(queue)) {
      boolean behind =
          waiter.task() != task.get()
              && waiter.queued().schedClass().compareTo(SchedClass.STOP) > 0
              && waiter.task().prio() >= task.get().prio();
      // Since when some wait may not be known; those wait with the others.
      if (behind && (waiter.waitedNs() >= STARVED_NS || waiter.waitedNs() < 0)) {
        starved.add(waiter);
        tooLong |= waiter.waitedNs() >= STARVED_NS;
      }
    }
    if (!tooLong) {
      return Optional.empty();
    }
    boolean running = queue.current() == task.get().address();
    return Optional.of(
        new Hog(queue, task.get(), schedClass, facts.times(task.get()), running, starved));
  }

  /// The most urgent task of a CPU below the stop class, if that is a real-time or deadline task.
  private static Optional<QueuedTask> front(SchedulerFacts facts, RunQueue queue) {
    Optional<Task> current = facts.task(queue.current());
    if (current.isPresent() && !queue.isIdle() && current.get().address() != queue.stop()) {
      SchedClass schedClass = SchedClass.ofPriority(current.get().prio());
      return schedClass == SchedClass.FAIR
          ? Optional.empty()
          : Optional.of(new QueuedTask(queue.current(), schedClass, false));
    }
    if (queue.budget().map(b -> b.throttled()).orElse(false)) {
      return Optional.empty();
    }
    for (QueuedTask queued : queue.queued()) {
      if (queued.schedClass() == SchedClass.DEADLINE
          || queued.schedClass() == SchedClass.REAL_TIME) {
        return Optional.of(queued);
      }
    }
    return Optional.empty();
  }

  /// For how long the longest waiter has waited; where that was not kept, no longer than the hog
  /// itself ran in its life.
  long heldNs() {
    Waiter first = starved.getFirst();
    return first.exact() ? first.waitedNs() : Math.min(first.waitedNs(), times.ran());
  }

  /// Whether since when the others wait was kept by the kernel.
  boolean exact() {
    return starved.getFirst().exact();
  }

  /// `SCHED_FIFO 99`, `SCHED_DEADLINE`; a normal task with a lent priority is named so.
  String policy() {
    if (task.deadline()) {
      return task.policyName();
    }
    if (task.realTime()) {
      return task.policyName() + " " + task.rtPriority();
    }
    return task.policyName() + " with inherited priority " + task.prio();
  }
}
