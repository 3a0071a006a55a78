package org.inquest.app.command.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.inquest.app.command.AddressExpression;
import org.inquest.formats.fault.UsageError;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskState;
import org.inquest.kernel.task.Tasks;

/// Which tasks a person means: PIDs, task addresses, command names, states (`UN`), and crash's
/// words `active`, `user`, `kernel`, `gleader`. Words of one sort widen the choice, words of
/// different sorts narrow it: `UN kernel` are blocked kernel threads, `UN RU` are both.
final class TaskFilter {
  private final List<TaskState> states = new ArrayList<>();
  private final List<String> kinds = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<Long> numbers = new ArrayList<>();

  private TaskFilter() {}

  /// A filter of words; all tasks if there are none.
  static TaskFilter of(List<String> words) {
    TaskFilter filter = new TaskFilter();
    for (String word : words) {
      filter.take(word);
    }
    return filter;
  }

  private void take(String word) {
    TaskState state = state(word);
    if (state != null) {
      states.add(state);
    } else if (isKind(word)) {
      kinds.add(word);
    } else {
      names.add(word);
      OptionalLong number = number(word);
      if (number.isPresent()) {
        numbers.add(number.getAsLong());
      }
    }
  }

  private static @org.jspecify.annotations.Nullable TaskState state(String word) {
    String letters = word.toUpperCase(Locale.ROOT);
    for (TaskState state : TaskState.values()) {
      if (state.letters().equals(letters)) {
        return state;
      }
    }
    return null;
  }

  private static boolean isKind(String word) {
    return switch (word) {
      case "active", "user", "kernel", "gleader" -> true;
      default -> false;
    };
  }

  /// A PID in decimal, or a task's address; addresses of the kernel have 16 digits, PIDs at most 7.
  private static OptionalLong number(String word) {
    try {
      return word.length() <= 7
          ? OptionalLong.of(Long.parseLong(word))
          : AddressExpression.hexadecimal(word);
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /// The tasks that fit, in the order of `tasks`.
  ///
  /// @throws UsageError where a PID, address or name fits no task at all
  List<Task> apply(Tasks tasks) {
    for (String name : names) {
      if (!known(tasks, name)) {
        throw new UsageError("no task has the PID, address or name " + name);
      }
    }
    List<Task> out = new ArrayList<>();
    for (Task task : tasks.all()) {
      if (fits(task)) {
        out.add(task);
      }
    }
    return out;
  }

  private static boolean known(Tasks tasks, String name) {
    TaskFilter only = new TaskFilter();
    only.take(name);
    for (Task task : tasks.all()) {
      if (only.named(task)) {
        return true;
      }
    }
    return false;
  }

  private boolean fits(Task task) {
    return (states.isEmpty() || states.contains(task.state()))
        && (names.isEmpty() || named(task))
        && (kinds.isEmpty() || ofKind(task));
  }

  private boolean named(Task task) {
    return numbers.contains((long) task.pid())
        || numbers.contains(task.address())
        || names.contains(task.comm());
  }

  private boolean ofKind(Task task) {
    for (String kind : kinds) {
      boolean is =
          switch (kind) {
            case "active" -> task.onCpu();
            case "user" -> !task.kernelThread() && !task.idle();
            case "kernel" -> task.kernelThread() || task.idle();
            default -> task.leader();
          };
      if (is) {
        return true;
      }
    }
    return false;
  }
}
