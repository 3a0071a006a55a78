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
/// @param ageNs how long ago it was created, 0 where that is not known
/// @param running whether it had the CPU at that very moment, and not a stop task in front of it
/// @param starved who has waited behind it for so long that only it can be the reason, longest
///   first; empty where throttling or the fair server gives the others a share
record Hog(
    RunQueue queue,
    Task task,
    SchedClass schedClass,
    TaskTimes times,
    long ageNs,
    boolean running,
    List<Waiter> starved) {

  /// A healthy CPU never lets a task wait that long behind real-time work: the default budget gives
  /// other tasks a share of every second (kernel.sched_rt_period_us).
  static final long STARVED_NS = 2_000_000_000L;

  private static final long GREEDY_NS = 5_000_000_000L;

  /// Of 1024. With the default limit a task that never sleeps has some 970.
  private static final int GREEDY_LOAD = 850;

  /// The hog of a CPU, if it has one.
  static Optional<Hog> of(SchedulerFacts facts, RunQueue queue) {
    Optional<QueuedTask> front = front(facts, queue);
    Optional<Task> task = front.flatMap(f -> facts.task(f.task()));
    if (front.isEmpty() || task.isEmpty()) {
      return Optional.empty();
    }
    List<Waiter> behind = behind(facts, queue, task.get());
    boolean starving = behind.stream().anyMatch(w -> w.waitedNs() >= STARVED_NS);
    // Since when some wait may not be known; those wait with the others.
    behind.removeIf(w -> w.waitedNs() >= 0 && w.waitedNs() < STARVED_NS);
    Hog hog =
        new Hog(
            queue,
            task.get(),
            front.get().schedClass(),
            facts.times(task.get()),
            facts.ageNs(task.get()),
            queue.current() == task.get().address(),
            starving ? behind : List.of());
    return starving || hog.takesNearlyAll() ? Optional.of(hog) : Optional.empty();
  }

  private static List<Waiter> behind(SchedulerFacts facts, RunQueue queue, Task hog) {
    List<Waiter> behind = new ArrayList<>();
    for (Waiter waiter : facts.waiters(queue)) {
      if (waiter.task() != hog
          && waiter.queued().schedClass() != SchedClass.STOP
          && waiter.task().priorityKnown()
          && waiter.task().prio() >= hog.prio()) {
        behind.add(waiter);
      }
    }
    return behind;
  }

  /// Whether it is busy without end although others get a share: it used its CPU for most of its
  /// life and up to the end.
  private boolean takesNearlyAll() {
    return times.ran() >= GREEDY_NS
        && ageNs > 0
        && times.ran() >= ageNs / 10 * 8
        && queue.urgentLoad() >= GREEDY_LOAD;
  }

  /// Whether others do not run at all because of it.
  boolean starves() {
    return !starved.isEmpty();
  }

  /// The most urgent task of a CPU below the stop class, if that is a real-time or deadline task;
  /// also where it was throttled for the moment.
  private static Optional<QueuedTask> front(SchedulerFacts facts, RunQueue queue) {
    Optional<Task> current = facts.task(queue.current());
    if (current.filter(Task::priorityKnown).isPresent()
        && !queue.isIdle()
        && current.get().address() != queue.stop()) {
      SchedClass schedClass = SchedClass.ofPriority(current.get().prio());
      if (schedClass != SchedClass.FAIR) {
        return Optional.of(new QueuedTask(queue.current(), schedClass, false));
      }
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
  /// itself ran in its life. 0 where nobody starves.
  long heldNs() {
    if (starved.isEmpty()) {
      return 0;
    }
    Waiter first = starved.getFirst();
    return first.exact() ? first.waitedNs() : Math.min(first.waitedNs(), times.ran());
  }

  /// Whether since when the others wait was kept by the kernel.
  boolean exact() {
    return starved.isEmpty() || starved.getFirst().exact();
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
