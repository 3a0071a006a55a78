package org.inquest.kernel.wait;

import java.util.Optional;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Types;
import org.inquest.formats.fault.InquestException;

/// Where the parts of a waiting task's entry lie, and how they lead to the thing waited for.
///
/// Two shapes: the entries form a ring with a `list_head` in the thing, or a ring of their own with
/// a pointer to the first in the thing.
///
/// @param taskAt offset of the `struct task_struct *` in the entry, bytes
/// @param linkAt offset of its `struct list_head`
/// @param headAt offset in the thing of its `struct list_head`, or of its pointer to the first
///   entry
/// @param pointsToFirst whether it is such a pointer
/// @param modeAt offset of the `int` that tells readers from writers, -1 where there is none
/// @param readMode its value for readers
record WaiterLayout(
    long taskAt, long linkAt, long headAt, boolean pointsToFirst, long modeAt, int readMode) {

  /// The layout for a kind of thing; empty where this kernel has none that we know.
  static Optional<WaiterLayout> of(Types types, WaitKind kind) {
    try {
      return switch (kind) {
        case MUTEX -> listed(types, "struct mutex_waiter", "struct mutex");
        case SEMAPHORE -> listed(types, "struct semaphore_waiter", "struct semaphore");
        case RW_SEMAPHORE -> rwSemaphore(types);
        case COMPLETION -> completion(types);
        case WAIT_QUEUE -> queue(types, "struct wait_queue_head", "head");
        // 7f26482a872c ("locking/percpu-rwsem: Remove the embedded rwsem", v5.7).
        case PERCPU_RWSEM -> queue(types, "struct percpu_rw_semaphore", "waiters.head");
        case RT_MUTEX, PAGE, BIT, FUTEX, SPINLOCK -> Optional.empty();
      };
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  private static Optional<WaiterLayout> rwSemaphore(Types types) {
    StructType waiter = types.struct("struct rwsem_waiter");
    int read = (int) types.constant("RWSEM_WAITING_FOR_READ").orElse(1);
    return listed(types, "struct rwsem_waiter", "struct rw_semaphore")
        .map(l -> l.withMode(waiter.offsetOf("type"), read));
  }

  private WaiterLayout withMode(long at, int read) {
    return new WaiterLayout(taskAt, linkAt, headAt, pointsToFirst, at, read);
  }

  /// Locks lost their `list_head` in favour of a pointer to the first waiter around v7.0 ("Remove
  /// the list_head from struct mutex", likewise rw_semaphore and semaphore).
  private static Optional<WaiterLayout> listed(Types types, String waiter, String thing) {
    StructType entry = types.struct(waiter);
    StructType lock = types.struct(thing);
    long task = entry.offsetOf("task");
    long link = entry.offsetOf("list");
    if (lock.has("first_waiter")) {
      return Optional.of(new WaiterLayout(task, link, lock.offsetOf("first_waiter"), true, -1, 0));
    }
    return lock.findMember("wait_list")
        .map(head -> new WaiterLayout(task, link, head.offset(), false, -1, 0));
  }

  /// a5c6234e1028 ("completion: Use simple wait queues", v5.7).
  private static Optional<WaiterLayout> completion(Types types) {
    StructType completion = types.struct("struct completion");
    if (!completion.has("wait.task_list")) {
      return queue(types, "struct completion", "wait.head");
    }
    StructType entry = types.struct("struct swait_queue");
    return Optional.of(
        new WaiterLayout(
            entry.offsetOf("task"),
            entry.offsetOf("task_list"),
            completion.offsetOf("wait.task_list"),
            false,
            -1,
            0));
  }

  private static Optional<WaiterLayout> queue(Types types, String thing, String head) {
    StructType entry = types.struct("struct wait_queue_entry");
    return types
        .struct(thing)
        .findMember(head)
        .map(h ->
            new WaiterLayout(
                entry.offsetOf("private"), entry.offsetOf("entry"), h.offset(), false, -1, 0));
  }
}
