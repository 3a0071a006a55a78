package org.inquest.diagnose.wait;

import java.util.Optional;
import org.inquest.kernel.task.Task;

/// A task in the wait graph, which may be known by its address only: it exited, or its
/// `task_struct` is not in the dump.
///
/// @param address of the `struct task_struct`
/// @param task what it is; empty where nothing of it is left. A task without a PID has a stack but
///   no name.
public record Party(long address, Optional<Task> task) {

  static Party of(Task task) {
    return new Party(task.address(), Optional.of(task));
  }

  /// For sentences: `PID 51 (mapl)`, or `the task at 0xffff...`.
  public String title() {
    return task.isPresent() && task.get().pid() >= 0
        ? task.get().title()
        : "the task at 0x" + Long.toHexString(address);
  }

  /// The PID; 0 where it is not known.
  public int pid() {
    return task.map(Task::pid).filter(p -> p > 0).orElse(0);
  }
}
