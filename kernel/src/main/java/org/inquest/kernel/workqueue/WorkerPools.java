package org.inquest.kernel.workqueue;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.list.Lists;
import org.inquest.kernel.list.XArrays;

/// The pools that workqueues take their threads from. Each CPU has two in `cpu_worker_pools`; those
/// and all others are in the table `worker_pool_idr` of kernel/workqueue.c. A pool has its workers
/// on a list since 92f9c5c40cc6 ("workqueue: use manager lock only to protect worker_idr", v3.17).
///
/// A worker is a small object of its own. It can often be read where the page of its thread's
/// `task_struct` was left out of the dump, and the CPUs' pools where the table was.
final class WorkerPools {
  /// `NR_STD_WORKER_POOLS`: one for usual works and one for those of high priority.
  private static final int POOLS_OF_A_CPU = 2;

  private static final int MOST_WORKERS = 100_000;

  private final Target target;

  WorkerPools(Target target) {
    this.target = target;
  }

  /// Every `struct worker` that can be reached.
  Collection<KObject> workers() {
    Map<Long, KObject> found = new LinkedHashMap<>();
    for (int cpu : target.cpus().possible()) {
      target.findPerCpu("cpu_worker_pools", cpu).ifPresent(pools -> ofCpu(pools, found));
    }
    try {
      StructType pool = target.types().struct("struct worker_pool");
      StructType node = target.types().struct("struct xa_node");
      KObject table = target.global("worker_pool_idr").member("idr_rt");
      for (XArrays.Entry entry : XArrays.entries(table, node).items()) {
        of(new KObject(target.memory(), pool, entry.value()), found);
      }
    } catch (InquestException e) {
      // The pools of the CPUs stay; whoever asks has another way.
    }
    return found.values();
  }

  private void ofCpu(KObject pools, Map<Long, KObject> found) {
    for (int i = 0; i < POOLS_OF_A_CPU; i++) {
      of(pools.index(i), found);
    }
  }

  private void of(KObject pool, Map<Long, KObject> found) {
    try {
      StructType worker = target.types().struct("struct worker");
      long head = pool.member("workers").address();
      Lists.items(target.memory(), head, worker.offsetOf("node"), MOST_WORKERS)
          .items()
          .forEach(at -> found.put(at, new KObject(target.memory(), worker, at)));
    } catch (InquestException e) {
      // One pool that can't be read costs its own workers only.
    }
  }
}
