package org.inquest.kernel.sched;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.object.KObject;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Types;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.list.Lists;
import org.inquest.kernel.list.RbTrees;
import org.inquest.kernel.list.Walk;

/// Collects the tasks on one run queue, class by class, through groups.
final class QueueReader {
  /// Tasks read from one queue at most: enough to tell a crowd, little enough to stay quick.
  private static final int LIMIT = 200_000;

  /// More groups than have tasks on one CPU; as they nest, also what the stack must bear.
  private static final int MAX_GROUPS = 4096;

  /// MAX_RT_PRIO (include/linux/sched/prio.h).
  private static final int RT_PRIORITIES = 100;

  private final long fairTree;
  private final long fairCurrent;
  private final long fairNode;
  private final Optional<Member> fairGroup;
  private final Optional<Member> delayed;
  private final long seInTask;
  private final long rtQueues;
  private final long rtNode;
  private final Optional<Member> rtGroup;
  private final long rtInTask;
  private final long dlNode;
  private final Optional<Member> dlServer;
  private final long dlInTask;
  private final Member taskOnRq;
  private final long groupNode;

  /// @param tasks most urgent first
  /// @param gap empty where everything was read
  record Content(List<QueuedTask> tasks, String gap) {}

  QueueReader(Types types) {
    StructType task = types.struct("struct task_struct");
    StructType entity = types.struct("struct sched_entity");
    StructType rtEntity = types.struct("struct sched_rt_entity");
    StructType dlEntity = types.struct("struct sched_dl_entity");
    StructType cfsRq = types.struct("struct cfs_rq");
    this.fairTree = cfsRq.offsetOf("tasks_timeline");
    this.fairCurrent = cfsRq.offsetOf("curr");
    this.fairNode = entity.offsetOf("run_node");
    this.fairGroup = entity.findMember("my_q");
    this.delayed = entity.findMember("sched_delayed");
    this.seInTask = task.offsetOf("se");
    this.rtQueues = types.struct("struct rt_rq").offsetOf("active.queue");
    this.rtNode = rtEntity.offsetOf("run_list");
    // CONFIG_RT_GROUP_SCHED.
    this.rtGroup = rtEntity.findMember("my_q");
    this.rtInTask = task.offsetOf("rt");
    this.dlNode = dlEntity.offsetOf("rb_node");
    this.dlServer = dlEntity.findMember("dl_server");
    this.dlInTask = task.offsetOf("dl");
    this.taskOnRq = task.member("on_rq");
    this.groupNode = entity.offsetOf("group_node");
  }

  Content read(KObject rq) {
    Collector collector = new Collector(rq.memory(), rq.member("curr").asLong());
    collector.stop(rq.member("stop").asLong());
    collector.deadline(rq.member("dl.root").address());
    collector.realTime(rq.member("rt").address());
    int before = collector.found.size();
    boolean whole = collector.fair(rq.member("cfs").address());
    if (!whole) {
      // The flat list of the same tasks, which load balancing keeps.
      rq.findMember("cfs_tasks").ifPresent(list -> collector.fairList(list.address(), before));
    }
    return new Content(collector.found, collector.gap);
  }

  private final class Collector {
    private final List<QueuedTask> found = new ArrayList<>();
    private final VirtualMemory memory;
    private final long current;
    private final Set<Long> groups = new HashSet<>();
    private String gap = "";

    Collector(VirtualMemory memory, long current) {
      this.memory = memory;
      this.current = current;
    }

    private void broken(Walk<Long> walk, String what) {
      if (!walk.complete() && gap.isEmpty()) {
        gap = what + ": " + walk.detail();
      }
    }

    void stop(long task) {
      if (task == 0 || task == current) {
        return;
      }
      try {
        if (taskOnRq.readLong(memory, task) != 0) {
          found.add(new QueuedTask(task, SchedClass.STOP, false));
        }
      } catch (InquestException e) {
        gap = "the stop task: " + e.getMessage();
      }
    }

    void deadline(long root) {
      Walk<Long> walk = RbTrees.items(memory, root, dlNode, LIMIT);
      broken(walk, "deadline tasks");
      for (long entity : walk.items()) {
        // A server is no task: it stands for the tasks of another class.
        if (!flag(dlServer, entity)) {
          found.add(new QueuedTask(entity - dlInTask, SchedClass.DEADLINE, false));
        }
      }
    }

    void realTime(long queue) {
      boolean first = groups.add(queue);
      for (int priority = 0; first && priority < RT_PRIORITIES; priority++) {
        Walk<Long> walk = Lists.items(memory, queue + rtQueues + priority * 16L, rtNode, LIMIT);
        broken(walk, "real-time tasks of priority " + (RT_PRIORITIES - 1 - priority));
        for (long entity : walk.items()) {
          long group = number(rtGroup, entity);
          if (group != 0) {
            realTime(group);
          } else if (found.size() < LIMIT) {
            found.add(new QueuedTask(entity - rtInTask, SchedClass.REAL_TIME, false));
          }
        }
      }
    }

    /// Tasks of a `struct cfs_rq`: those in its tree, and what is queued below its current entity,
    /// which is not in the tree.
    ///
    /// @return whether everything could be read
    boolean fair(long queue) {
      // A damaged group may contain itself.
      if (groups.size() >= MAX_GROUPS || !groups.add(queue)) {
        return false;
      }
      Walk<Long> walk = RbTrees.items(memory, queue + fairTree, fairNode, LIMIT);
      boolean whole = walk.complete();
      broken(walk, "normal tasks");
      long running = memory.findLong(queue + fairCurrent).orElse(0);
      if (running != 0 && number(fairGroup, running) != 0) {
        whole &= fair(number(fairGroup, running));
      }
      for (long entity : walk.items()) {
        long group = number(fairGroup, entity);
        if (group != 0) {
          whole &= fair(group);
        } else if (found.size() < LIMIT) {
          found.add(new QueuedTask(entity - seInTask, SchedClass.FAIR, flag(delayed, entity)));
        }
      }
      return whole;
    }

    void fairList(long head, int before) {
      Walk<Long> walk = Lists.items(memory, head, groupNode, LIMIT);
      if (walk.items().size() <= found.size() - before) {
        return;
      }
      found.subList(before, found.size()).clear();
      for (long entity : walk.items()) {
        found.add(new QueuedTask(entity - seInTask, SchedClass.FAIR, flag(delayed, entity)));
      }
    }

    private long number(Optional<Member> member, long at) {
      try {
        return member.isEmpty() ? 0 : member.get().readLong(memory, at);
      } catch (InquestException e) {
        return 0;
      }
    }

    private boolean flag(Optional<Member> member, long at) {
      return number(member, at) != 0;
    }
  }
}
