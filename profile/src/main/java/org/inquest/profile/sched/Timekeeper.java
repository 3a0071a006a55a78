package org.inquest.profile.sched;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.inquest.profile.sched.TaskTimes.Phase;

/// Moves tasks from state to state as the scheduler's records say, and tells a [WaitSink] of each
/// stretch that has ended.
///
/// Waits for a CPU are counted as perf sched latency counts them: from `sched_waking` (or
/// `sched_wakeup`, where the former was not recorded) or from the switch that took the CPU away, to
/// the switch that gives one. A wake-up of a task that was not seen to sleep begins nothing, unless
/// the task was never seen before.
final class Timekeeper {
  private static final int MOST_TASKS = 200_000;

  /// More than any kernel has (CONFIG_NR_CPUS is 8192 at most); others are all one.
  private static final int MOST_CPUS = 1 << 14;

  /// Where a record was taken.
  ///
  /// @param time nanoseconds
  /// @param cpu which CPU
  /// @param tid who ran
  /// @param pid its process
  /// @param comm its name
  record Spot(long time, int cpu, int tid, int pid, String comm) {}

  private final WaitSink sink;
  private final boolean waking;
  private final boolean all;
  private final Map<Integer, TaskTimes> tasks = new HashMap<>();
  private final Map<Integer, CpuTimes> cpus = new TreeMap<>();
  private long first = TaskTimes.NEVER;
  private long last;
  private long lostAt = TaskTimes.NEVER;
  private long surprises;
  private boolean tooMany;

  /// @param waking whether `sched_waking` was recorded, so that `sched_wakeup` tells no news
  /// @param all whether waits of all tasks are asked for, also before anything is known of them
  Timekeeper(WaitSink sink, boolean waking, boolean all) {
    this.sink = sink;
    this.all = all;
    this.waking = waking;
  }

  /// Notes who runs where. What a record says comes after this.
  void at(Spot spot) {
    if (first == TaskTimes.NEVER) {
      first = spot.time();
    }
    last = Math.max(last, spot.time());
    CpuTimes cpu = cpu(spot.cpu());
    if (cpu.current == null) {
      TaskTimes task = task(new Party(spot.tid(), spot.comm(), Party.UNKNOWN), spot.cpu());
      cpu.begin(task, first, false);
      if (task.phase == Phase.UNKNOWN) {
        run(task, cpu, first);
      }
    }
  }

  /// Records were lost: nothing that spans this time is sure.
  void lost(long time) {
    lostAt = Math.max(lostAt, time);
  }

  /// A CPU goes to another task.
  ///
  /// @param stack of the task that leaves it
  /// @param shown whether waits that begin here are asked for
  void switched(SchedEvent.Switch event, Spot spot, int stack, boolean shown) {
    CpuTimes cpu = cpu(spot.cpu());
    TaskTimes previous = task(event.previous(), spot.cpu());
    previous.pid = spot.tid() == previous.party.tid() ? spot.pid() : previous.pid;
    if (cpu.current != previous) {
      // The switch to it was not recorded: nobody knows how long it had this CPU.
      surprises++;
      cpu.begin(previous, spot.time(), false);
    } else {
      endStretch(cpu, previous, spot.time(), !cpu.switched);
    }
    cpu.countSwitch();
    leave(previous, event, spot, stack, shown);
    TaskTimes next = task(event.next(), spot.cpu());
    arrive(next, cpu, spot.time());
    cpu.begin(next, spot.time(), true);
  }

  private void endStretch(CpuTimes cpu, TaskTimes task, long time, boolean open) {
    cpu.end(time);
    if (task.party.idle()) {
      return;
    }
    task.ran(time - cpu.since);
    if (cpu.mostWaiting() > 0) {
      sink.held(
          new Hold(
              task.party,
              cpu.number(),
              cpu.since,
              time,
              cpu.mostWaiting(),
              open,
              unsure(cpu.since)));
    }
  }

  private void leave(TaskTimes task, SchedEvent.Switch event, Spot spot, int stack, boolean shown) {
    if (task.party.idle()) {
      return;
    }
    enough(task);
    task.switched(shown);
    task.stack = stack;
    task.outAt = spot.time();
    task.since = spot.time();
    task.cpu = spot.cpu();
    task.rest = event.left();
    task.left = event.left();
    task.lastWake = event.left().asleep() ? null : task.lastWake;
    switch (event.left()) {
      case ENDED -> task.phase = Phase.GONE;
      case RUNNABLE, PREEMPTED, WOKEN -> {
        task.preemptedBy = event.next();
        await(task, spot.cpu(), spot.time(), event.left());
      }
      default -> task.phase = Phase.ASLEEP;
    }
  }

  /// A task that was waiting elsewhere, as far as we knew, does so no more.
  private void enough(TaskTimes task) {
    if (task.phase == Phase.WAITING) {
      cpu(task.cpu).leaves();
    }
  }

  private void await(TaskTimes task, int cpu, long time, Rest how) {
    task.phase = Phase.WAITING;
    task.rest = how;
    task.since = time;
    task.cpu = cpu;
    cpu(cpu).enters();
  }

  private void arrive(TaskTimes task, CpuTimes cpu, long time) {
    if (task.party.idle()) {
      return;
    }
    switch (task.phase) {
      case WAITING -> {
        enough(task);
        task.delays(task.rest).add(task.since, time);
        cpu.delays().add(task.since, time);
        sink.waited(task, wait(task, task.since, time, cpu, false));
      }
      case ASLEEP -> {
        // Nobody was seen to wake it.
        task.slept(task.rest, time - task.since);
        sink.waited(task, wait(task, task.since, time, cpu, false));
        surprises++;
      }
      default -> {
        // Nothing is known of where it was.
      }
    }
    if (task.outAt != TaskTimes.NEVER && task.phase != Phase.GONE) {
      sink.offCpu(task, task.outAt, time);
    }
    run(task, cpu, time);
  }

  private static void run(TaskTimes task, CpuTimes cpu, long time) {
    task.phase = Phase.RUNNING;
    task.since = time;
    task.cpu = cpu.number();
    task.outAt = TaskTimes.NEVER;
  }

  private LongWait wait(TaskTimes task, long from, long to, CpuTimes cpu, boolean open) {
    boolean queued = !task.rest.asleep();
    TaskTimes current = cpu.current;
    Party cause =
        task.rest.displaced()
            ? task.preemptedBy
            : current == null || current.party.idle() ? null : current.party;
    return new LongWait(
        task.party,
        task.rest,
        from,
        to,
        queued ? cpu.number() : task.cpu,
        task.stack,
        queued && task.rest == Rest.WOKEN ? task.lastWake : null,
        queued ? cause : null,
        open,
        unsure(from));
  }

  /// Somebody is woken.
  ///
  /// @param stack of who ran
  void woken(SchedEvent.Wakeup event, Spot spot, int stack) {
    TaskTimes task = task(event.task(), event.cpu());
    if (event.stage() == SchedEvent.Stage.QUEUED && waking) {
      moveTo(task, event.cpu());
      return;
    }
    if (task.phase == Phase.ASLEEP) {
      long from = task.since;
      Wake wake = wake(event, spot, stack, task.rest, from);
      task.lastWake = wake;
      task.slept(task.rest, spot.time() - from);
      LongWait wait =
          new LongWait(
              task.party,
              task.rest,
              from,
              spot.time(),
              task.cpu,
              task.stack,
              wake,
              null,
              false,
              unsure(from));
      sink.waited(task, wait);
      await(task, event.cpu(), spot.time(), Rest.WOKEN);
    } else if (task.phase == Phase.UNKNOWN) {
      task.lastWake = wake(event, spot, stack, Rest.ENDED, spot.time());
      await(task, event.cpu(), spot.time(), Rest.WOKEN);
    }
  }

  private Wake wake(SchedEvent.Wakeup event, Spot spot, int stack, Rest rest, long from) {
    TaskTimes waker = tasks.get(spot.tid());
    Party party =
        waker != null
            ? new Party(spot.tid(), spot.comm(), waker.party.priority())
            : new Party(spot.tid(), spot.comm(), Party.UNKNOWN);
    Wake before = waker == null || event.interrupt() || party.idle() ? null : waker.lastWake;
    boolean meanwhile = before != null && before.time() > from && before.rest() != Rest.ENDED;
    return new Wake(
        party,
        event.interrupt() || party.idle(),
        spot.time(),
        stack,
        rest,
        from,
        meanwhile && before != null ? before.cut(Wake.LONGEST_CHAIN) : null);
  }

  /// A task goes to another CPU's queue.
  void migrated(SchedEvent.Migration event) {
    TaskTimes task = tasks.get(event.tid());
    if (task != null) {
      task.migrated();
      moveTo(task, event.cpu());
    }
  }

  private void moveTo(TaskTimes task, int cpu) {
    if (task.phase == Phase.WAITING && task.cpu != cpu && cpu >= 0) {
      cpu(task.cpu).leaves();
      cpu(cpu).enters();
      task.cpu = cpu;
    }
  }

  /// A task is made. Its number may have been another one's.
  void forked(SchedEvent.Fork event) {
    TaskTimes old = tasks.get(event.child());
    if (old != null && old.phase == Phase.GONE) {
      old.phase = Phase.UNKNOWN;
      old.party = new Party(event.child(), event.comm(), Party.UNKNOWN);
    }
  }

  /// The kernel counted a wait for a disk.
  void waitedForIo(SchedEvent.IoWait event) {
    TaskTimes task = tasks.get(event.tid());
    if (task != null) {
      task.waitedForIo(event.nanoseconds());
    }
  }

  /// The recording ends: what goes on is told as it is then.
  void finish() {
    for (CpuTimes cpu : cpus.values()) {
      TaskTimes current = cpu.current;
      if (current != null && current.phase == Phase.RUNNING
          || current != null && current.party.idle()) {
        endStretch(cpu, current, last, true);
      }
    }
    for (TaskTimes task : tasks.values()) {
      if (task.phase == Phase.WAITING || task.phase == Phase.ASLEEP) {
        if (task.phase == Phase.ASLEEP) {
          task.slept(task.rest, last - task.since);
        }
        sink.waited(task, wait(task, task.since, last, cpu(task.cpu), true));
        if (task.outAt != TaskTimes.NEVER) {
          sink.offCpu(task, task.outAt, last);
        }
      }
    }
  }

  private boolean unsure(long from) {
    return lostAt != TaskTimes.NEVER && lostAt >= from;
  }

  private TaskTimes task(Party party, int cpu) {
    if (party.idle()) {
      return tasks.computeIfAbsent(-1 - Math.max(0, cpu), k -> new TaskTimes(party));
    }
    TaskTimes task = tasks.get(party.tid());
    if (task == null) {
      task = new TaskTimes(party);
      task.shown = all;
      if (tasks.size() < MOST_TASKS) {
        tasks.put(party.tid(), task);
      } else {
        tooMany = true;
      }
    } else if (!task.party.equals(party)) {
      boolean worse = party.priority() == Party.UNKNOWN;
      task.party = worse ? new Party(party.tid(), party.comm(), task.party.priority()) : party;
    }
    return task;
  }

  private CpuTimes cpu(int number) {
    boolean sane = number >= 0 && number < MOST_CPUS;
    return cpus.computeIfAbsent(sane ? number : -1, CpuTimes::new);
  }

  /// The tasks, idle ones too.
  Iterable<TaskTimes> tasks() {
    return tasks.values();
  }

  /// The CPUs, by number.
  Iterable<CpuTimes> cpus() {
    return cpus.values();
  }

  /// Time of the first record.
  long first() {
    return Math.max(0, first);
  }

  /// Time of the last record.
  long last() {
    return last;
  }

  /// Switches and runs that could not follow from what was seen before.
  long surprises() {
    return surprises;
  }

  /// Whether there were more tasks than are followed.
  boolean tooMany() {
    return tooMany;
  }
}
