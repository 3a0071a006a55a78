package org.inquest.kernel.workqueue;

import java.util.List;
import org.inquest.kernel.task.Task;

/// A kernel thread that does work that was queued: `struct worker`.
///
/// @param address of the `struct worker`
/// @param task the kernel thread
/// @param work address of the `struct work_struct` it is busy with; 0 if none. The work may be
///   freed or queued again by its own function.
/// @param function address of the function it runs for it; 0 if none
/// @param next addresses of each `struct work_struct` that it has to do itself right afterwards,
///   such as the barriers of those who wait for the end of this one
public record Worker(long address, Task task, long work, long function, List<Long> next) {
  public Worker {
    next = List.copyOf(next);
  }
}
