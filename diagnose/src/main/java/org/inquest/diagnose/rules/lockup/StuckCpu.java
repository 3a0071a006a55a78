package org.inquest.diagnose.rules.lockup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.facts.CpuActivity;
import org.inquest.diagnose.facts.SchedulerFacts;
import org.inquest.diagnose.facts.SchedulerFacts.Waiter;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.kernel.sched.RunQueue;
import org.inquest.kernel.sched.SchedClass;

/// A CPU that has not scheduled for seconds.
///
/// @param queue its run queue
/// @param activity what it does
/// @param hard whether it does not even take timer interrupts
/// @param forNs for how long
/// @param stopTask the stop task that waits for it; always there where not `hard`
record StuckCpu(
    RunQueue queue, CpuActivity activity, boolean hard, long forNs, Optional<Waiter> stopTask) {

  /// A stop task preempts at once, and the tick comes at least once a second even to CPUs that try
  /// to do without (`scheduler_tick_max_deferment()`).
  private static final long STUCK_NS = 2_000_000_000L;

  /// All of a machine.
  static List<StuckCpu> of(SchedulerFacts facts) {
    List<StuckCpu> stuck = new ArrayList<>();
    for (RunQueue queue : facts.queues()) {
      Optional<CpuActivity> activity = facts.cpu(queue.cpu());
      if (!queue.isIdle() && activity.isPresent()) {
        of(facts, queue, activity.get()).ifPresent(stuck::add);
      }
    }
    return stuck;
  }

  private static Optional<StuckCpu> of(SchedulerFacts facts, RunQueue queue, CpuActivity activity) {
    Optional<Waiter> stop =
        facts.waiters(queue).stream()
            .filter(w -> w.queued().schedClass() == SchedClass.STOP && w.waitedNs() >= STUCK_NS)
            .findFirst();
    long silent = facts.silentNs(queue);
    if (silent >= STUCK_NS && activity.interruptsOff().orElse(!activity.known())) {
      return Optional.of(new StuckCpu(queue, activity, true, silent, stop));
    }
    return stop.map(w -> new StuckCpu(queue, activity, false, soft(facts, activity, w), stop));
  }

  /// Since its task got the CPU, where that is kept: the stop task waits only since the next check
  /// of the watchdog.
  private static long soft(SchedulerFacts facts, CpuActivity activity, Waiter stop) {
    long arrival = facts.times(activity.task()).lastArrival();
    return arrival > 0 && stop.exact()
        ? Math.max(facts.nowNs() - arrival, stop.waitedNs())
        : stop.waitedNs();
  }

  int cpu() {
    return queue.cpu();
  }

  /// Whether it waits for something by spinning: then others are the reason.
  boolean spins() {
    return activity.spinsFor().isPresent();
  }

  /// What the finding about it is about: itself; where it does not spin, its task is the culprit;
  /// where it spins, the CPUs that are stuck and do not spin, for one of them has what it wants.
  Set<Subject> subjects(List<StuckCpu> all) {
    Set<Subject> subjects = new HashSet<>();
    subjects.add(new Subject.CpuSubject(cpu()));
    long task = activity.task().address();
    int pid = activity.task().pid();
    subjects.add(new Subject.TaskSubject(task, pid));
    if (!spins()) {
      subjects.add(new Subject.CulpritSubject(task, pid));
    }
    for (StuckCpu other : all) {
      if (spins() && !other.spins()) {
        subjects.add(new Subject.CpuSubject(other.cpu()));
      }
    }
    return subjects;
  }

  /// Who may have what it spins for.
  Optional<Evidence> suspects(List<StuckCpu> all) {
    List<StuckCpu> others = all.stream().filter(o -> o != this && !o.spins()).toList();
    if (!spins() || others.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Evidence.Note(
            "who has it is probably stuck itself and does not spin: "
                + Phrases.list(others, 4, o -> o.activity.task().title() + " on CPU " + o.cpu())));
  }
}
