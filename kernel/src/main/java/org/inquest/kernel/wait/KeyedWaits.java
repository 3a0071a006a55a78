package org.inquest.kernel.wait;

import java.util.Optional;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Type;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.task.Task;

/// Waits whose entry says by itself what it is for: rt_mutexes, bits of pages and of other words,
/// futexes. Their queues are trees, or hash tables shared by strangers.
final class KeyedWaits {
  /// The key is split at PAGE_SIZE, which is 4096 or more everywhere.
  private static final long PAGE_MASK = 4095;

  private final Target target;
  private final VirtualMemory memory;

  KeyedWaits(Target target) {
    this.target = target;
    this.memory = target.memory();
  }

  /// What the entry among the words of a task's stack is for; empty if none is found.
  Optional<Waiting> find(Task task, StackWords words, WaitKind kind, int frame) {
    try {
      return switch (kind) {
        case RT_MUTEX -> rtMutex(task, words, frame);
        case PAGE -> entry(task, words, kind, frame, "struct wait_page_queue", "wait.private");
        case BIT ->
            entry(task, words, kind, frame, "struct wait_bit_queue_entry", "wq_entry.private");
        case FUTEX -> entry(task, words, kind, frame, "struct futex_q", "task");
        default -> Optional.empty();
      };
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  /// The task points to its entry (`pi_blocked_on`), the entry to the lock.
  private Optional<Waiting> rtMutex(Task task, StackWords words, int frame) {
    Type type = target.types().type("struct rt_mutex_waiter");
    long pointer = task.object().member("pi_blocked_on").asLong();
    if (pointer != 0) {
      KObject waiter = new KObject(memory, type, pointer);
      if (waiter.member("task").asLong() == task.address()) {
        long lock = waiter.member("lock").asLong();
        return Optional.of(
            waiting(task, WaitKind.RT_MUTEX, lock, pointer, Waiting.How.QUEUE, frame));
      }
    }
    return entry(task, words, WaitKind.RT_MUTEX, frame, "struct rt_mutex_waiter", "task");
  }

  private Optional<Waiting> entry(
      Task task, StackWords words, WaitKind kind, int frame, String struct, String owner) {
    StructType type = target.types().struct(struct);
    long taskAt = type.offsetOf(owner);
    for (int i = words.find(task.address(), 0); i >= 0; i = words.find(task.address(), i + 1)) {
      KObject entry = new KObject(memory, type, words.address(i) - taskAt);
      long object = object(entry, kind);
      if (object != 0) {
        return Optional.of(waiting(task, kind, object, entry.address(), Waiting.How.ENTRY, frame));
      }
    }
    return Optional.empty();
  }

  /// What an entry is for, 0 where that can't be.
  private long object(KObject entry, WaitKind kind) {
    try {
      return switch (kind) {
        case RT_MUTEX -> kernelAddress(entry.member("lock").asLong());
        // 9bbba1d8b8ff ("mm/filemap: Add folio_wait_bit()"), and others of v5.16: folio for page.
        case PAGE ->
            wakes(entry.member("wait"))
                ? kernelAddress(entry.memberOf("folio", "page").asLong())
                : 0;
        case BIT ->
            wakes(entry.member("wq_entry")) ? kernelAddress(entry.member("key.flags").asLong()) : 0;
        case FUTEX -> futex(entry);
        default -> 0;
      };
    } catch (InquestException e) {
      return 0;
    }
  }

  /// Whether an entry names the function that is to wake its task. Other words on a stack that hold
  /// the task's address are followed by anything.
  private boolean wakes(KObject entry) {
    long function = entry.member("func").asLong();
    return target
        .symbols()
        .at(function)
        .filter(s -> s.isText() && s.address() == function)
        .isPresent();
  }

  private static long kernelAddress(long value) {
    return value < -4096 ? value : 0;
  }

  /// The user address: `key.both.word` is its page, `offset` the rest with two flag bits
  /// (FUT_OFF_INODE, FUT_OFF_MMSHARED). Words nearby name the task, too (the timer's sleeper), so
  /// the key has to look like one.
  private static long futex(KObject entry) {
    long page = entry.member("key.both.word").asLong();
    long offset = entry.member("key.both.offset").asUnsigned();
    boolean key = (page & PAGE_MASK) == 0 && offset <= PAGE_MASK;
    return key && kernelAddress(entry.member("lock_ptr").asLong()) != 0 ? page + (offset & ~3L) : 0;
  }

  private static Waiting waiting(
      Task task, WaitKind kind, long object, long entry, Waiting.How how, int frame) {
    return new Waiting(task, kind, Access.PLAIN, object, entry, how, frame, false);
  }
}
