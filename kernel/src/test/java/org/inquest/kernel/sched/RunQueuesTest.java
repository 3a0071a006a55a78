package org.inquest.kernel.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.formats.testkit.SharedDumps;
import org.inquest.kernel.cpu.CpuState;
import org.inquest.kernel.cpu.Watchdog;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.Tasks;
import org.inquest.kernel.time.Clock;
import org.inquest.kernel.time.LoadAverage;
import org.junit.jupiter.api.Test;

/// What crash's `runq`, `sys` and `ps -l` say of the same dumps.
class RunQueuesTest {
  private static List<Integer> pids(Tasks tasks, RunQueue queue, SchedClass schedClass) {
    return queue.queued().stream()
        .filter(q -> q.schedClass() == schedClass)
        .map(q -> tasks.byAddress(q.task()).orElseThrow().pid())
        .toList();
  }

  @Test
  void realTimeHogsAndWhatWaitsBehindThem() {
    try (Target target = TargetOpener.open(List.of(SharedDumps.dump("61-rtloop.kdump")))) {
      Tasks tasks = Tasks.read(target);
      RunQueues queues = RunQueues.read(target);
      assertThat(queues.gaps()).isEmpty();
      assertThat(queues.all()).hasSize(2);
      RunQueue first = queues.of(0).orElseThrow();
      assertThat(pids(tasks, first, SchedClass.REAL_TIME)).containsExactly(102);
      assertThat(pids(tasks, first, SchedClass.FAIR)).containsExactly(34, 57, 9, 14);
      assertThat(first.waiting()).hasSize(4);
      assertThat(first.running()).isEqualTo(5);
      assertThat(first.budget().orElseThrow().throttled()).isFalse();
      RunQueue second = queues.of(1).orElseThrow();
      assertThat(pids(tasks, second, SchedClass.FAIR)).containsExactly(15, 21, 103);
      RealTimeLimit limit = RealTimeLimit.read(target).orElseThrow();
      assertThat(limit.runtimeUs()).isEqualTo(-1);
      assertThat(limit.unlimited()).isTrue();

      Task hog = tasks.byPid(104).orElseThrow();
      TaskTimes times = new TaskTimes.Reader(target).of(hog);
      assertThat(times.lastArrival()).isEqualTo(20509355664L);
      assertThat(times.queuedSince()).isZero();
      Task starved = tasks.byPid(15).orElseThrow();
      TaskTimes waits = new TaskTimes.Reader(target).of(starved);
      assertThat(waits.lastArrival()).isEqualTo(5313232888L);
      assertThat(second.clockNs() - waits.queuedSince()).isGreaterThan(18_000_000_000L);
    }
  }

  @Test
  void clocksAreThoseOfSys() {
    try (Target target = TargetOpener.open(List.of(SharedDumps.dump("61-rtloop.kdump")))) {
      Clock clock = Clock.read(target);
      assertThat(clock.wallSeconds()).isEqualTo(1795303724L);
      assertThat(clock.uptimeSeconds()).isEqualTo(23);
      assertThat(clock.hz()).isEqualTo(250);
      LoadAverage load = LoadAverage.read(target).orElseThrow();
      assertThat(load).isEqualTo(new LoadAverage(1.99, 0.44, 0.14));
    }
  }

  @Test
  void theNmiThatTookTheDumpIsNoPartOfWhatTheCpuDid() {
    try (Target target = TargetOpener.open(List.of(SharedDumps.dump("61-rtloop.kdump")))) {
      Tasks tasks = Tasks.read(target);
      TaskStacks stacks = new TaskStacks(target, tasks);
      for (int cpu : target.cpus().online()) {
        CpuState state = CpuState.of(target, stacks, cpu, tasks.currentOf(cpu).orElseThrow());
        assertThat(state.inUser()).isTrue();
        assertThat(state.panicked()).isFalse();
        assertThat(state.interruptsOff()).contains(false);
        assertThat(state.preempt().orElseThrow().interrupts()).isZero();
        assertThat(state.preempt().orElseThrow().nmis()).isEqualTo(1);
      }
      Watchdog watchdog = Watchdog.read(target).orElseThrow();
      assertThat(watchdog.thresholdSeconds()).isEqualTo(10);
      assertThat(watchdog.touchedNs(1).orElseThrow() / 1_000_000_000L).isEqualTo(20);
    }
  }

  /// Of every kernel: layouts differ, the answer is there. In 72-mmapsem the stop tasks are
  /// filtered out of the dump, which is said and costs nothing else.
  @Test
  void everyKernelsQueuesAndClocksCanBeRead() {
    for (var path : SharedDumps.all()) {
      try (Target target = TargetOpener.open(List.of(path))) {
        RunQueues queues = RunQueues.read(target);
        assertThat(queues.all()).as(path.toString()).hasSize(2);
        for (RunQueue queue : queues.all()) {
          assertThat(queue.clockNs()).as(path.toString()).isBetween(1L << 32, 1L << 36);
          if (queue.gap().isEmpty()) {
            assertThat(queue.queued().stream().filter(q -> q.task() != queue.current()).count())
                .as(path + " CPU " + queue.cpu())
                .isEqualTo(queue.running() - (queue.isIdle() ? 0 : 1));
          }
        }
        assertThat(Clock.read(target).hz()).as(path.toString()).isEqualTo(250);
        assertThat(Clock.read(target).uptimeSeconds()).isBetween(1L, 60L);
        assertThat(LoadAverage.read(target)).isPresent();
        assertThat(RealTimeLimit.read(target)).isPresent();
      }
    }
  }
}
