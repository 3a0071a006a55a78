package org.inquest.kernel.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.list.Lists;
import org.inquest.kernel.list.Walk;
import org.inquest.kernel.list.XArrays;

/// Every task of a target: each CPU's idle task, kernel threads, all threads of all processes.
///
/// Read once. Tasks are found on `init_task.tasks` and each process's list of threads; where that
/// list is broken, also from its other end, in the table of PIDs and on the CPUs, so that one lost
/// page does not cost the rest.
public final class Tasks {
  /// PID_MAX_LIMIT on 64-bit machines (include/linux/threads.h).
  private static final int LIMIT = 4 << 20;

  /// Tasks read at once; their pages fit the cache together.
  private static final int BATCH = 1024;

  private final Target target;
  private final VirtualMemory memory;
  private final TaskLayout layout;
  private final Map<Integer, Long> currentByCpu = new HashMap<>();
  private final Set<Long> current = new HashSet<>();

  /// CPUs by the tasks that their run queues name: the same as in the tasks themselves, where those
  /// can be read.
  private final Map<Long, Integer> queueCpu = new HashMap<>();

  private final Set<Long> idle = new HashSet<>();
  private final Set<Long> seen = new HashSet<>();
  private final List<Long> pending = new ArrayList<>();
  private final List<Task> all = new ArrayList<>();
  private final Map<Long, Task> byAddress = new HashMap<>();
  private final Map<Integer, Task> byPid = new HashMap<>();
  private final List<String> gaps = new ArrayList<>();

  private Tasks(Target target) {
    this.target = target;
    this.memory = target.memory();
    this.layout =
        new TaskLayout(
            target.types().struct("struct task_struct"),
            target.types().struct("struct signal_struct"));
  }

  /// Reads all tasks.
  ///
  /// @throws InquestException where the kernel's types or `init_task` are missing
  public static Tasks read(Target target) {
    Tasks tasks = new Tasks(target);
    tasks.readCpus();
    tasks.readProcesses();
    tasks.readPending();
    tasks.index();
    return tasks;
  }

  private void readCpus() {
    for (int cpu : target.cpus().possible()) {
      try {
        KObject rq = target.perCpu("runqueues", cpu);
        long curr = rq.member("curr").asLong();
        long idleTask = rq.member("idle").asLong();
        if (target.cpus().online().contains(cpu)) {
          currentByCpu.put(cpu, curr);
          current.add(curr);
          queueCpu.put(curr, cpu);
        }
        if (idleTask != 0) {
          idle.add(idleTask);
          queueCpu.put(idleTask, cpu);
        }
      } catch (InquestException e) {
        gaps.add("run queue of CPU " + cpu + ": " + e.getMessage());
      }
    }
  }

  private void readProcesses() {
    long init = target.symbols().address("init_task");
    idle.add(init);
    idle.forEach(this::add);
    long head = init + layout.tasksAt;
    Walk<Long> walk = Lists.visit(memory, head, layout.tasksAt, LIMIT, this::addProcess);
    if (!walk.complete()) {
      int before = seen.size();
      Lists.backwards(memory, head, layout.tasksAt, LIMIT).items().forEach(this::addProcess);
      addFromPids();
      current.forEach(this::add);
      gaps.add(
          "the list of processes breaks off ("
              + walk.detail()
              + "); "
              + (seen.size() - before)
              + " tasks were found by other ways, others may be missing");
    }
  }

  private void addProcess(long leader) {
    add(leader);
    OptionalLong signal = memory.findLong(leader + layout.signal.offset());
    if (signal.isEmpty() || signal.getAsLong() == 0) {
      return;
    }
    long head = signal.getAsLong() + layout.threadHeadAt;
    Walk<Long> threads = Lists.visit(memory, head, layout.threadNodeAt, LIMIT, this::add);
    if (!threads.complete()) {
      Lists.backwards(memory, head, layout.threadNodeAt, LIMIT).items().forEach(this::add);
    }
  }

  /// `init_pid_ns.idr` since 95846ecf9dac (v4.15): PID to `struct pid`, whose first hash list holds
  /// the task.
  private void addFromPids() {
    try {
      StructType pidType = target.types().struct("struct pid");
      KObject tree = target.global("init_pid_ns").member("idr").member("idr_rt");
      StructType node = target.types().struct("struct xa_node");
      long link = layout.type.memberOf("pid_links", "pids").offset();
      for (XArrays.Entry entry : XArrays.entries(tree, node).items()) {
        KObject pid = new KObject(memory, pidType, entry.value());
        OptionalLong first = pid.member("tasks").index(0).member("first").findLong();
        if (first.isPresent() && first.getAsLong() != 0) {
          add(first.getAsLong() - link);
        }
      }
    } catch (InquestException e) {
      gaps.add("the table of PIDs: " + e.getMessage());
    }
  }

  private void add(long address) {
    if (seen.add(address)) {
      pending.add(address);
      if (pending.size() == BATCH) {
        readPending();
      }
    }
  }

  /// A task spans three pages, so unpacking them is the cost: a full batch is read on all
  /// processors, and while the pages that the list walk touched are still unpacked.
  private void readPending() {
    Stream<Long> work = pending.size() == BATCH ? pending.parallelStream() : pending.stream();
    List<Optional<Task>> read = work.map(this::read).toList();
    for (int i = 0; i < read.size(); i++) {
      if (read.get(i).isPresent()) {
        all.add(read.get(i).get());
      } else {
        gaps.add("the task at 0x" + Long.toHexString(pending.get(i)) + " is not in the dump");
      }
    }
    pending.clear();
  }

  /// Empty only where nothing of it is left: with the first page gone a task still has a PID, a
  /// name and a stack.
  private Optional<Task> read(long address) {
    int cpu = queueCpu.getOrDefault(address, -1);
    Task task = layout.read(memory, address, current.contains(address), cpu);
    return task.pid() == -1 && task.stack() == 0 ? Optional.empty() : Optional.of(task);
  }

  private void index() {
    long partly = all.stream().filter(t -> t.rawState() == -1).count();
    if (partly > 0) {
      gaps.add(
          partly
              + " of "
              + all.size()
              + " tasks are only partly in the dump, without their state: a makedumpfile that does"
              + " not know the kernel leaves such pages out as a user's; -d 23 keeps them");
    }
    all.sort(
        Comparator.comparingInt((Task t) -> t.idle() ? -1 : t.pid()).thenComparingInt(Task::cpu));
    for (Task task : all) {
      byAddress.put(task.address(), task);
      if (!task.idle()) {
        byPid.putIfAbsent(task.pid(), task);
      }
    }
  }

  /// All tasks: idle tasks by CPU, then by PID.
  public List<Task> all() {
    return all;
  }

  /// The task with a PID other than 0.
  public Optional<Task> byPid(int pid) {
    return Optional.ofNullable(byPid.get(pid));
  }

  /// The task at an address.
  public Optional<Task> byAddress(long address) {
    return Optional.ofNullable(byAddress.get(address));
  }

  /// A task at an address that something else in the dump vouches for, such as its entry in a
  /// lock's queue, although no list of tasks leads to it; members that are not in the dump are as
  /// [#all] has them.
  public Task vouched(long address) {
    Task known = byAddress.get(address);
    return known != null ? known : layout.read(memory, address, false, -1);
  }

  /// The task that a CPU was running.
  public Optional<Task> currentOf(int cpu) {
    return Optional.ofNullable(currentByCpu.get(cpu)).flatMap(this::byAddress);
  }

  /// The threads of a process, its leader included.
  public List<Task> threadsOf(int tgid) {
    return all.stream().filter(t -> t.tgid() == tgid && !t.idle()).toList();
  }

  /// What kept tasks from being read, a sentence each.
  public List<String> gaps() {
    return gaps;
  }
}
