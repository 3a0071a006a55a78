package org.inquest.diagnose.wait;

import java.util.List;
import java.util.Optional;
import org.inquest.kernel.task.Task;

/// A task that others wait for and that is not itself waiting for one of them.
///
/// @param holder how it is known to have what they want
/// @param thing what it has
/// @param activity what it is doing instead of letting go
/// @param details the same in words: "sleeps in msleep(), called by table_freeze [havoc]"
/// @param own what it waits for itself, where nobody is known who could end that
/// @param stuckSeconds for how long its CPU's clock has stood still; 0 where it sleeps or the clock
///   runs
/// @param starvedBy who has the CPU that it is ready to run on
/// @param behind all who wait for it, directly or through others
public record RootBlocker(
    Holder holder,
    Thing thing,
    Activity activity,
    String details,
    Optional<Wait> own,
    double stuckSeconds,
    Optional<Task> starvedBy,
    List<Wait> behind) {

  /// What a blocker is doing.
  public enum Activity {
    /// It ended without letting go.
    EXITED,
    /// Its `task_struct` is not in the dump.
    LOST,
    /// It runs user code.
    USER_SPACE,
    /// It runs in the kernel.
    RUNNING,
    /// It is ready and gets no CPU.
    STARVED,
    /// It waits for something that nobody is known to hold.
    WAITING,
    /// It sleeps, for a time or for an event.
    SLEEPING,
    /// It was stopped by a signal or a tracer.
    STOPPED
  }

  public RootBlocker {
    behind = List.copyOf(behind);
  }

  /// Who.
  public Party party() {
    return holder.party();
  }
}
