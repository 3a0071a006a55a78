package org.inquest.diagnose.wait;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.inquest.engine.unwind.Stack;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.Tasks;

/// The tasks of a wait graph with their stacks: those on the kernel's lists, and those whom only a
/// lock's queue knows because the lists are broken or the tasks are not in the dump.
final class Roster {
  /// More stacks than this are not kept, and are walked on all processors.
  private static final int MANY = 1024;

  private final Tasks tasks;
  private final TaskStacks stacks;
  private final Map<Long, Task> vouched = new HashMap<>();
  private final Map<Long, Stack> found = new HashMap<>();

  Roster(Tasks tasks, TaskStacks stacks) {
    this.tasks = tasks;
    this.stacks = stacks;
  }

  /// Shows every listed task with its stack, in the order of [Tasks#all].
  void each(BiConsumer<Task, Stack> visitor) {
    List<Task> all = tasks.all();
    if (all.size() < MANY) {
      for (Task task : all) {
        visitor.accept(task, stacks.of(task));
      }
      return;
    }
    for (int from = 0; from < all.size(); from += MANY) {
      List<Task> some = all.subList(from, Math.min(from + MANY, all.size()));
      Stack[] walked = new Stack[some.size()];
      IntStream.range(0, walked.length)
          .parallel()
          .forEach(i -> walked[i] = stacks.walk(some.get(i)));
      for (int i = 0; i < walked.length; i++) {
        visitor.accept(some.get(i), walked[i]);
      }
    }
  }

  /// Adds a task that an entry in a queue names and no list does.
  ///
  /// @param entry address of its entry, which lies on its stack
  Task vouch(long address, long entry) {
    Task task = tasks.vouched(address);
    vouched.put(address, task);
    if (!stacks.of(task).complete()) {
      stacks.around(entry).ifPresent(s -> found.put(address, s));
    }
    return task;
  }

  /// The task at an address; empty where nothing is known of it.
  Optional<Task> byAddress(long address) {
    Task task = vouched.get(address);
    return task != null ? Optional.of(task) : tasks.byAddress(address);
  }

  /// Somebody by the address of the `task_struct`.
  Party party(long address) {
    return new Party(address, byAddress(address));
  }

  /// A task's stack.
  Stack stackOf(Task task) {
    Stack stack = found.get(task.address());
    return stack != null ? stack : stacks.of(task);
  }

  /// All tasks, listed or not.
  List<Task> all() {
    if (vouched.isEmpty()) {
      return tasks.all();
    }
    List<Task> all = new ArrayList<>(tasks.all());
    for (Task task : vouched.values()) {
      if (tasks.byAddress(task.address()).isEmpty()) {
        all.add(task);
      }
    }
    return all;
  }
}
