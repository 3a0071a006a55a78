package org.inquest.kernel.wait;

import org.inquest.kernel.task.Task;

/// What one task waits for.
///
/// @param task who
/// @param kind what kind of thing
/// @param access in which mode it wants it
/// @param object address of the thing, of its C type: `struct mutex`, `struct rw_semaphore`, the
///   folio, the word with the bit, the user address of a futex; 0 where it is not known
/// @param waiter address of the task's entry in the thing's queue; 0 where it has none
/// @param how how the thing is known
/// @param frame index of the outermost frame that belongs to the waiting itself, -1 where its stack
///   is not known
/// @param spinning whether it burns its CPU meanwhile
public record Waiting(
    Task task,
    WaitKind kind,
    Access access,
    long object,
    long waiter,
    How how,
    int frame,
    boolean spinning) {

  /// How the thing is known, best first.
  public enum How {
    /// The task's entry was found and is linked into the thing's queue.
    QUEUE,
    /// The kernel recorded it in the task (`task_struct.blocker`, `blocked_on`).
    TASK_FIELD,
    /// From registers or stack words of a function that spins for it, checked against its state.
    REGISTERS,
    /// The task's entry was found, its queue could not be checked.
    ENTRY,
    /// Only the function on the stack is known.
    FUNCTION
  }

  /// Whether the thing's address is known.
  public boolean known() {
    return object != 0;
  }
}
