package org.inquest.diagnose.facts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.engine.symbol.Symbols;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Frame;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.cpu.CpuState;
import org.inquest.kernel.cpu.Watchdog;
import org.inquest.kernel.mm.UserAddresses;
import org.inquest.kernel.rcu.GracePeriod;
import org.inquest.kernel.sched.QueuedTask;
import org.inquest.kernel.sched.RealTimeLimit;
import org.inquest.kernel.sched.RunQueue;
import org.inquest.kernel.sched.RunQueues;
import org.inquest.kernel.sched.TaskTimes;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.TaskState;
import org.inquest.kernel.task.Tasks;
import org.inquest.kernel.time.Clock;
import org.inquest.kernel.time.LoadAverage;
import org.inquest.kernel.time.TimerTicks;

/// The scheduler of an opened dump. Safe for use by several threads.
final class DumpScheduler implements SchedulerFacts {
  private final Target target;
  private final Tasks tasks;
  private final TaskStacks stacks;
  private final RunQueues queues;
  private final TaskTimes.Reader times;
  private final Map<Integer, Optional<CpuActivity>> cpus = new HashMap<>();
  private final long nowNs;
  private final TimerTicks ticks;

  /// @param lastLogNs time stamp of the last line of the kernel log, 0 where there is none: later
  ///   than any timer tick on a machine whose CPUs had stopped taking them
  DumpScheduler(Target target, Tasks tasks, TaskStacks stacks, long lastLogNs) {
    this.target = target;
    this.tasks = tasks;
    this.stacks = stacks;
    this.queues = RunQueues.read(target);
    this.times = new TaskTimes.Reader(target);
    this.nowNs = Math.max(queues.latestNs(), lastLogNs);
    this.ticks = TimerTicks.read(target, cpu -> queues.of(cpu).map(RunQueue::isIdle).orElse(true));
  }

  @Override
  public int onlineCpus() {
    return target.cpus().online().size();
  }

  @Override
  public List<RunQueue> queues() {
    return queues.all();
  }

  @Override
  public List<String> gaps() {
    List<String> gaps = new ArrayList<>(tasks.gaps());
    gaps.addAll(queues.gaps());
    return gaps;
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public long ageNs(Task task) {
    long started = times.of(task).startedMonotonic();
    return started <= 0 ? 0 : Math.max(0, ticks.nowNs() - started);
  }

  @Override
  public long silentNs(RunQueue queue) {
    long clockStopped = queue.clockNs() > 0 ? nowNs - queue.clockNs() : 0;
    return Math.max(0, ticks.overdueNs(queue.cpu()).orElse(clockStopped));
  }

  @Override
  public Optional<Task> task(long address) {
    return tasks.byAddress(address);
  }

  @Override
  public int taskCount() {
    return tasks.all().size();
  }

  @Override
  public TaskTimes times(Task task) {
    return times.of(task);
  }

  @Override
  public synchronized Optional<CpuActivity> cpu(int cpu) {
    Optional<CpuActivity> known = cpus.get(cpu);
    if (known == null) {
      known = tasks.currentOf(cpu).map(task -> activity(cpu, task));
      cpus.put(cpu, known);
    }
    return known;
  }

  private CpuActivity activity(int cpu, Task task) {
    CpuState state = CpuState.of(target, stacks, cpu, task);
    return CpuWork.of(state, target.symbols(), pc -> userPlace(task, pc));
  }

  private Optional<String> userPlace(Task task, long pc) {
    try {
      return new UserAddresses(target).describe(task, pc);
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<Waiter> waiters(RunQueue queue) {
    List<Waiter> waiters = new ArrayList<>();
    for (QueuedTask queued : queue.waiting()) {
      tasks.byAddress(queued.task()).ifPresent(task -> waiters.add(waiter(task, queued)));
    }
    waiters.sort((a, b) -> Long.compare(b.waitedNs(), a.waitedNs()));
    return waiters;
  }

  private Waiter waiter(Task task, QueuedTask queued) {
    TaskTimes of = times.of(task);
    if (of.queuedSince() > 0) {
      return new Waiter(task, queued, Math.max(0, nowNs - of.queuedSince()), true);
    }
    long seen = of.lastSeen();
    return new Waiter(task, queued, seen > 0 ? Math.max(0, nowNs - seen) : -1, false);
  }

  @Override
  public List<Sleeper> sleepers(long atLeastNs) {
    List<Sleeper> sleepers = new ArrayList<>();
    for (Task task : tasks.all()) {
      if (task.state() == TaskState.UNINTERRUPTIBLE && !task.onCpu()) {
        long seen = times.of(task).lastSeen();
        long slept = nowNs - seen;
        if (seen > 0 && slept >= atLeastNs) {
          String function = sleepsIn(task);
          // A kernel thread that nobody has started yet sleeps in kthread() itself.
          if (!task.kernelThread() || !function.equals("kthread")) {
            sleepers.add(new Sleeper(task, slept, function));
          }
        }
      }
    }
    sleepers.sort((a, b) -> Long.compare(b.sleptNs(), a.sleptNs()));
    return sleepers;
  }

  private String sleepsIn(Task task) {
    Symbols symbols = target.symbols();
    for (Frame frame : stacks.of(task).frames()) {
      String name = CpuWork.plain(symbols.nameAt(frame.lookupPc()).orElse(""));
      if (!name.isEmpty() && !isWayToSleep(name)) {
        return name;
      }
    }
    return "";
  }

  private static boolean isWayToSleep(String function) {
    return function.contains("schedule")
        || function.startsWith("__mutex_lock")
        || function.startsWith("mutex_lock")
        || function.startsWith("rwsem_down_")
        || function.startsWith("down_")
        || function.startsWith("__down")
        || function.equals("down")
        || function.startsWith("rt_mutex_")
        || function.startsWith("__rt_mutex_")
        || function.startsWith("wait_for_")
        || function.startsWith("__wait_for_")
        || function.startsWith("do_wait_for_");
  }

  @Override
  public Optional<RealTimeLimit> realTimeLimit() {
    return RealTimeLimit.read(target);
  }

  @Override
  public Optional<Watchdog> watchdog() {
    return Watchdog.read(target);
  }

  @Override
  public Optional<RcuWait> rcu() {
    GracePeriod period = GracePeriod.read(target);
    if (!period.inProgress()) {
      return Optional.empty();
    }
    List<Task> readers = new ArrayList<>();
    for (long address : period.waitsForTasks()) {
      tasks.byAddress(address).ifPresent(readers::add);
    }
    long age = Clock.read(target).secondsSince(period.startedJiffies());
    return Optional.of(new RcuWait(period, age, GracePeriod.stallTimeout(target), readers));
  }

  @Override
  public Optional<LoadAverage> load() {
    return LoadAverage.read(target);
  }
}
