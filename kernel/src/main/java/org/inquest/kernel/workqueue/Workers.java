package org.inquest.kernel.workqueue;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.list.Lists;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.Tasks;

/// Finds the threads of workqueues, and who runs the work that somebody waits for.
///
/// Whoever calls flush_work() puts a work of his own, a barrier (`struct wq_barrier`, on his
/// stack), right behind the one that he waits for, and waits for the completion in it. If that work
/// is being done, the barrier is on its worker's `scheduled` list, so the completion leads to the
/// worker. Workers are only looked for when somebody asks.
public final class Workers {
  /// include/linux/sched.h.
  private static final long PF_WQ_WORKER = 0x20;

  /// Works that one worker does in a row.
  private static final int MOST_SCHEDULED = 10_000;

  private final Target target;
  private final Tasks tasks;

  /// By the address of each work that a worker has to do next.
  private final Map<Long, Worker> byNext = new HashMap<>();

  private boolean looked;

  /// For the tasks of one target.
  public Workers(Target target, Tasks tasks) {
    this.target = target;
    this.tasks = tasks;
  }

  /// The worker whose present work has to end before a completion is completed; empty if the
  /// completion is in no barrier behind such a work.
  ///
  /// @param completion address of the `struct completion`
  public Optional<Worker> busyBefore(long completion) {
    try {
      StructType barrier = target.types().struct("struct wq_barrier");
      long work = completion - barrier.offsetOf("done") + barrier.offsetOf("work");
      if (!looked) {
        looked = true;
        look();
      }
      return Optional.ofNullable(byNext.get(work));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  private void look() {
    Collection<KObject> pooled = new WorkerPools(target).workers();
    if (!pooled.isEmpty()) {
      for (KObject worker : pooled) {
        taskOf(worker).flatMap(t -> doing(worker, t)).ifPresent(this::remember);
      }
      return;
    }
    // No pool can be read, or none is as we know it: each thread also knows its worker.
    for (Task task : tasks.all()) {
      if (task.kernelThread() && (task.flags() & PF_WQ_WORKER) != 0) {
        of(task).ifPresent(this::remember);
      }
    }
  }

  private void remember(Worker worker) {
    worker.next().forEach(next -> byNext.put(next, worker));
  }

  private Optional<Task> taskOf(KObject worker) {
    return worker.member("task").findLong().stream().boxed().findFirst().flatMap(tasks::byAddress);
  }

  private Optional<Worker> of(Task task) {
    try {
      // e32cf5dfbe22 ("kthread: Generalize pf_io_worker so it can point to struct kthread", v5.17).
      KObject kthread = task.object().memberOf("worker_private", "set_child_tid");
      KObject data =
          new KObject(target.memory(), target.types().struct("struct kthread"), kthread.asLong())
              .member("data");
      KObject worker =
          new KObject(target.memory(), target.types().struct("struct worker"), data.asLong());
      return worker.member("task").asLong() == task.address()
          ? doing(worker, task)
          : Optional.empty();
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  private Optional<Worker> doing(KObject worker, Task task) {
    try {
      long link = target.types().struct("struct work_struct").offsetOf("entry");
      return Optional.of(
          new Worker(
              worker.address(),
              task,
              worker.member("current_work").asLong(),
              worker.member("current_func").asLong(),
              Lists.items(
                      target.memory(), worker.member("scheduled").address(), link, MOST_SCHEDULED)
                  .items()));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }
}
