package org.inquest.diagnose.rules.lockup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.diagnose.facts.CpuActivity;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.SchedulerFacts;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.formats.oops.LogEvent;
import org.inquest.kernel.cpu.Watchdog;
import org.inquest.kernel.rcu.GracePeriod;
import org.inquest.kernel.sched.FairServer;
import org.inquest.kernel.sched.QueuedTask;
import org.inquest.kernel.sched.RealTimeBudget;
import org.inquest.kernel.sched.RealTimeLimit;
import org.inquest.kernel.sched.RunQueue;
import org.inquest.kernel.sched.SchedClass;
import org.inquest.kernel.sched.TaskTimes;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.TaskState;
import org.inquest.kernel.task.Tasks;
import org.inquest.kernel.time.LoadAverage;

/// A machine that stopped 100 seconds after boot, described in words. CPUs are idle until told
/// otherwise.
final class FakeMachine implements SchedulerFacts, CrashFacts {
  private static final long END = seconds(100);

  private final int cpus;
  private final Map<Long, Task> tasks = new HashMap<>();
  private final Map<Long, TaskTimes> times = new HashMap<>();
  private final Map<Integer, Long> current = new HashMap<>();
  private final Map<Integer, Long> stop = new HashMap<>();
  private final Map<Integer, Long> clock = new HashMap<>();
  private final Map<Integer, List<QueuedTask>> queued = new HashMap<>();
  private final Map<Integer, CpuActivity> activity = new HashMap<>();
  private final List<Sleeper> sleepers = new ArrayList<>();
  private RealTimeLimit limit = new RealTimeLimit(950_000, 1_000_000, 0x10);
  private Optional<FairServer> fairServer = Optional.empty();
  private Optional<RcuWait> rcu = Optional.empty();
  private final List<String> gaps = new ArrayList<>();
  private final List<LogEvent> events = new ArrayList<>();
  private int nextPid = 100;
  private int urgentLoad;

  FakeMachine(int cpus) {
    this.cpus = cpus;
    for (int cpu = 0; cpu < cpus; cpu++) {
      queued.put(cpu, new ArrayList<>());
      clock.put(cpu, END);
      Task migration = task("migration/" + cpu, 1, 0);
      stop.put(cpu, migration.address());
    }
  }

  static long seconds(double seconds) {
    return (long) (seconds * 1e9);
  }

  private Task task(String comm, int policy, int prio) {
    int pid = nextPid++;
    boolean kernel = comm.contains("/") || comm.startsWith("rcu_");
    Task task =
        new Task(
            new KObject(null, null, 0xffff_8880_0000_0000L + pid * 0x1000L),
            pid,
            pid,
            comm,
            TaskState.RUNNING,
            0,
            kernel ? 0x20_0000 : 0,
            0,
            false,
            policy,
            prio,
            policy == 1 || policy == 2 ? 99 - prio : 0,
            kernel ? 0 : 1,
            0,
            0);
    tasks.put(task.address(), task);
    return task;
  }

  private static SchedClass schedClass(Task task) {
    return task.priorityKnown() ? SchedClass.ofPriority(task.prio()) : SchedClass.FAIR;
  }

  /// A CPU runs a task in user mode; it has run for so long in its life.
  Task runs(int cpu, String comm, int policy, int prio, double ranSeconds) {
    Task task = task(comm, policy, prio);
    current.put(cpu, task.address());
    times.put(
        task.address(), new TaskTimes(END - 1, 0, END, seconds(ranSeconds), END - seconds(90)));
    if (schedClass(task) != SchedClass.FAIR) {
      queued.get(cpu).add(new QueuedTask(task.address(), schedClass(task), false));
    }
    activity.put(
        cpu,
        new CpuActivity(
            cpu,
            task,
            true,
            true,
            false,
            "in user mode",
            "in user mode",
            List.of(),
            Optional.empty(),
            Optional.of(false),
            Optional.empty(),
            Optional.empty()));
    return task;
  }

  /// What a CPU runs is in the kernel, in that function.
  FakeMachine inKernel(int cpu, String function, boolean interruptsOff) {
    CpuActivity was = activity.get(cpu);
    activity.put(
        cpu,
        new CpuActivity(
            cpu,
            was.task(),
            true,
            false,
            true,
            "in the kernel, in " + function,
            "in the kernel, in " + function,
            List.of(FrameLine.running(function + "+0x1/0x2")),
            function.contains("spin_lock") ? Optional.of("for a spinlock") : Optional.empty(),
            Optional.of(interruptsOff),
            Optional.empty(),
            Optional.empty()));
    return this;
  }

  /// A task is ready and waits for a CPU.
  Task waits(int cpu, String comm, int prio, double waitSeconds) {
    Task task = task(comm, 0, prio);
    long since = END - seconds(waitSeconds);
    times.put(task.address(), new TaskTimes(since - 1, since, since, 1, 0));
    queued.get(cpu).add(new QueuedTask(task.address(), SchedClass.ofPriority(prio), false));
    return task;
  }

  /// A CPU's stop task is ready and does not run.
  FakeMachine stopTaskWaits(int cpu, double waitSeconds) {
    long since = END - seconds(waitSeconds);
    times.put(stop.get(cpu), new TaskTimes(since - 1, since, since, 1, 0));
    queued.get(cpu).add(new QueuedTask(stop.get(cpu), SchedClass.STOP, false));
    return this;
  }

  /// A CPU's stop task is what runs at this very moment.
  FakeMachine stopTaskRuns(int cpu) {
    current.put(cpu, stop.get(cpu));
    return this;
  }

  FakeMachine clockStopped(int cpu, double agoSeconds) {
    clock.put(cpu, END - seconds(agoSeconds));
    return this;
  }

  FakeMachine noThrottling() {
    limit = new RealTimeLimit(-1, 1_000_000, 0x10);
    return this;
  }

  /// Real-time tasks lately used so much of each CPU, of 1024.
  FakeMachine urgentLoad(int load) {
    urgentLoad = load;
    return this;
  }

  FakeMachine fairServer(double runtimeSeconds) {
    fairServer = Optional.of(new FairServer(seconds(runtimeSeconds), seconds(1), true, false));
    return this;
  }

  FakeMachine sleeps(String comm, double sleptSeconds, String function) {
    Task task = task(comm, 0, 120);
    long since = END - seconds(sleptSeconds);
    times.put(task.address(), new TaskTimes(since - 1, 0, since, 1, 0));
    sleepers.add(new Sleeper(task, seconds(sleptSeconds), function));
    return this;
  }

  FakeMachine gracePeriodWaits(long ageSeconds, long thread, List<Integer> waitsForCpus) {
    GracePeriod period = new GracePeriod(0x20, 5, 1, thread, waitsForCpus, List.of());
    rcu = Optional.of(new RcuWait(period, ageSeconds, 21, List.of()));
    return this;
  }

  FakeMachine logs(LogEvent event) {
    events.add(event);
    return this;
  }

  @Override
  public List<LogEvent> events() {
    return events;
  }

  FakeMachine lacks(String gap) {
    gaps.add(gap);
    return this;
  }

  @Override
  public Optional<SchedulerFacts> scheduler() {
    return Optional.of(this);
  }

  @Override
  public List<RunQueue> queues() {
    List<RunQueue> all = new ArrayList<>();
    for (int cpu = 0; cpu < cpus; cpu++) {
      List<QueuedTask> on = new ArrayList<>(queued.get(cpu));
      on.sort((a, b) -> a.schedClass().compareTo(b.schedClass()));
      all.add(
          new RunQueue(
              0x1000 + cpu,
              cpu,
              current.getOrDefault(cpu, 0L),
              0,
              stop.get(cpu),
              on.size(),
              clock.get(cpu),
              false,
              1024,
              urgentLoad,
              Optional.of(new RealTimeBudget(false, 0, 0)),
              fairServer,
              on,
              ""));
    }
    return all;
  }

  @Override
  public int onlineCpus() {
    return cpus;
  }

  @Override
  public List<String> gaps() {
    return gaps;
  }

  @Override
  public long nowNs() {
    return END;
  }

  @Override
  public long ageNs(Task task) {
    long started = times(task).startedMonotonic();
    return started == 0 ? 0 : END - started;
  }

  @Override
  public long silentNs(RunQueue queue) {
    return END - queue.clockNs();
  }

  @Override
  public Optional<Task> task(long address) {
    return Optional.ofNullable(tasks.get(address));
  }

  @Override
  public int taskCount() {
    return tasks.size();
  }

  @Override
  public TaskTimes times(Task task) {
    return times.getOrDefault(task.address(), new TaskTimes(0, 0, 0, 0, 0));
  }

  @Override
  public Optional<CpuActivity> cpu(int cpu) {
    return Optional.ofNullable(activity.get(cpu));
  }

  @Override
  public List<Waiter> waiters(RunQueue queue) {
    List<Waiter> waiters = new ArrayList<>();
    for (QueuedTask on : queue.waiting()) {
      long since = times(tasks.get(on.task())).queuedSince();
      waiters.add(new Waiter(tasks.get(on.task()), on, since > 0 ? END - since : -1, since > 0));
    }
    waiters.sort((a, b) -> Long.compare(b.waitedNs(), a.waitedNs()));
    return waiters;
  }

  @Override
  public List<Sleeper> sleepers(long atLeastNs) {
    return sleepers.stream().filter(s -> s.sleptNs() >= atLeastNs).toList();
  }

  @Override
  public Optional<RealTimeLimit> realTimeLimit() {
    return Optional.of(limit);
  }

  @Override
  public Optional<Watchdog> watchdog() {
    return Optional.empty();
  }

  @Override
  public Optional<RcuWait> rcu() {
    return rcu;
  }

  @Override
  public Optional<LoadAverage> load() {
    return Optional.of(new LoadAverage(1, 2, 3));
  }

  @Override
  public Optional<Target> target() {
    return Optional.empty();
  }

  @Override
  public Optional<Tasks> tasks() {
    return Optional.empty();
  }

  @Override
  public Optional<TaskStacks> stacks() {
    return Optional.empty();
  }
}
