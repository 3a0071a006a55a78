package org.inquest.kernel.wait;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.Type;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Stack;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskState;
import org.inquest.kernel.task.Tasks;

/// Tells what a task waits for by its stack.
///
/// A task that has to wait puts an entry (`struct mutex_waiter`, `struct swait_queue`, ...) on its
/// own stack, writes its own address into it and links it into the queue of the thing. So between
/// the function that gave up the CPU and the one that asked for the thing there is a word with the
/// task's own address; if what surrounds it is linked into a list whose neighbours point back, that
/// is the entry, and the list leads to the thing.
///
/// Only stacks that end in a waiting function are looked at closer, so thousands of sleeping tasks
/// cost little. Not safe for use by several threads.
public final class StackWaits {
  /// THREAD_SIZE of a kernel without KASAN, where the types do not tell.
  private static final long USUAL_STACK = 16 << 10;

  private final VirtualMemory memory;
  private final WaitFunctions functions;
  private final Map<WaitKind, Optional<WaiterLayout>> layouts = new EnumMap<>(WaitKind.class);
  private final KeyedWaits keyed;
  private final SpinWaits spins;
  private final TaskBlockers blockers;
  private final Queues queues;
  private final Target target;

  /// For the tasks of one target.
  public StackWaits(Target target, Tasks tasks) {
    this.target = target;
    this.memory = target.memory();
    this.functions = new WaitFunctions(target.symbols());
    this.keyed = new KeyedWaits(target);
    this.spins = new SpinWaits(target, tasks, functions);
    this.blockers = new TaskBlockers(target);
    long stackSize = target.types().find("union thread_union").map(Type::size).orElse(USUAL_STACK);
    this.queues = new Queues(memory, tasks, stackSize);
  }

  /// What a task waits for; empty for tasks that do not wait, or sleep for reasons of their own.
  ///
  /// @param stack the task's
  public Optional<Waiting> find(Task task, Stack stack) {
    if (task.onCpu() || task.state() == TaskState.RUNNING) {
      return spins.find(task, stack);
    }
    List<Frame> frames = stack.frames();
    int first = 0;
    while (first < frames.size() && functions.of(frames.get(first)).scheduler()) {
      first++;
    }
    if (first == frames.size()) {
      return Optional.empty();
    }
    WaitFunction function = functions.of(frames.get(first));
    if (!function.waits()) {
      // Any function may use a wait queue; for tasks that signals can wake this is how everybody
      // idles.
      return task.state() == TaskState.UNINTERRUPTIBLE
          ? entryIn(task, frames, first, WaitKind.WAIT_QUEUE, Access.PLAIN)
          : Optional.empty();
    }
    int last = first;
    while (last + 1 < frames.size()
        && functions.of(frames.get(last + 1)).waits()
        && functions.of(frames.get(last + 1)).kind() == function.kind()) {
      last++;
    }
    Optional<Waiting> found = entryIn(task, frames, last, function.kind(), function.access());
    if (found.isPresent()) {
      return found;
    }
    long field = function.kind().lock() ? blockers.address(task) : 0;
    Waiting.How how = field != 0 ? Waiting.How.TASK_FIELD : Waiting.How.FUNCTION;
    return Optional.of(
        new Waiting(task, function.kind(), function.access(), field, 0, how, last, false));
  }

  /// Index of the first frame that is not the scheduler's: where a sleeping task sleeps; the number
  /// of frames if there is none.
  public int sleepsAt(Stack stack) {
    int first = 0;
    while (first < stack.frames().size() && functions.of(stack.frames().get(first)).scheduler()) {
      first++;
    }
    return first;
  }

  private Optional<Waiting> entryIn(
      Task task, List<Frame> frames, int last, WaitKind kind, Access access) {
    StackWords words = StackWords.of(memory, task, frames, last);
    if (kind == WaitKind.RT_MUTEX
        || kind == WaitKind.PAGE
        || kind == WaitKind.BIT
        || kind == WaitKind.FUTEX) {
      return keyed.find(task, words, kind, last);
    }
    WaiterLayout layout =
        layouts.computeIfAbsent(kind, k -> WaiterLayout.of(target.types(), k)).orElse(null);
    if (layout == null) {
      return Optional.empty();
    }
    for (int i = words.find(task.address(), 0); i >= 0; i = words.find(task.address(), i + 1)) {
      long entry = words.address(i) - layout.taskAt();
      if (queues.linked(layout, entry)) {
        Queue queue = queues.of(layout, entry, words.hints(blockers.address(task)));
        Access mode = layout.modeAt() >= 0 ? queues.access(layout, entry) : access;
        return Optional.of(
            new Waiting(
                task,
                kind,
                mode,
                queue.object(),
                entry,
                queue.object() != 0 ? Waiting.How.QUEUE : Waiting.How.ENTRY,
                last,
                false));
      }
    }
    return kind == WaitKind.PERCPU_RWSEM && access == Access.WRITE
        ? percpuWriter(task, words, last)
        : Optional.empty();
  }

  /// A writer waits for the readers alone and puts itself into the lock:
  /// `percpu_rw_semaphore.writer.task`.
  private Optional<Waiting> percpuWriter(Task task, StackWords words, int last) {
    Optional<Member> writer =
        target.types().struct("struct percpu_rw_semaphore").findMember("writer.task");
    if (writer.isPresent()) {
      for (long hint : words.hints(0)) {
        if (memory.findLong(hint + writer.get().offset()).orElse(0) == task.address()) {
          return Optional.of(
              new Waiting(
                  task,
                  WaitKind.PERCPU_RWSEM,
                  Access.WRITE,
                  hint,
                  0,
                  Waiting.How.QUEUE,
                  last,
                  false));
        }
      }
    }
    return Optional.empty();
  }

  /// The queue that a waiting task stands in; empty where it stands in none that is known.
  public Optional<Queue> queueOf(Waiting waiting) {
    if (waiting.waiter() == 0) {
      return Optional.empty();
    }
    return layouts
        .getOrDefault(waiting.kind(), Optional.empty())
        .map(layout -> queues.of(layout, waiting.waiter(), new long[0]));
  }
}
