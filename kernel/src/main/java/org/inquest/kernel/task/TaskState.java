package org.inquest.kernel.task;

/// What a task is doing, with crash's two letters for it.
///
/// The bits are those of include/linux/sched.h since 8ef9925b02c2 (v4.14).
public enum TaskState {
  /// On a CPU or ready for one.
  RUNNING("RU", "running or ready to run"),
  /// Asleep, a signal wakes it.
  INTERRUPTIBLE("IN", "asleep"),
  /// Asleep, only what it waits for wakes it: state D.
  UNINTERRUPTIBLE("UN", "in uninterruptible sleep"),
  /// A kernel thread with nothing to do: uninterruptible, but not counted as load.
  IDLE("ID", "idle"),
  /// Stopped by a signal.
  STOPPED("ST", "stopped"),
  /// Stopped by a tracer.
  TRACED("TR", "traced"),
  /// Parked kernel thread.
  PARKED("PA", "parked"),
  /// Being created.
  NEW("NE", "being created"),
  /// Exited, waits for its parent.
  ZOMBIE("ZO", "a zombie"),
  /// Exited and gone but for its memory.
  DEAD("DE", "dead"),
  /// None of the above.
  OTHER("??", "in an unknown state");

  private static final int STATE_INTERRUPTIBLE = 0x1;
  private static final int STATE_UNINTERRUPTIBLE = 0x2;
  private static final int STATE_STOPPED = 0x4;
  private static final int STATE_TRACED = 0x8;
  private static final int EXIT_DEAD = 0x10;
  private static final int EXIT_ZOMBIE = 0x20;
  private static final int STATE_PARKED = 0x40;
  private static final int STATE_DEAD = 0x80;
  private static final int STATE_WAKING = 0x200;
  private static final int STATE_NOLOAD = 0x400;
  private static final int STATE_NEW = 0x800;
  private static final int STATE_RTLOCK_WAIT = 0x1000;

  private final String letters;
  private final String words;

  TaskState(String letters, String words) {
    this.letters = letters;
    this.words = words;
  }

  /// crash's two letters.
  public String letters() {
    return letters;
  }

  /// For a sentence: "PID 51 is *in uninterruptible sleep*".
  public String words() {
    return words;
  }

  /// From `__state` and `exit_state`.
  public static TaskState of(long state, long exitState) {
    if ((exitState & EXIT_DEAD) != 0) {
      return DEAD;
    }
    if ((exitState & EXIT_ZOMBIE) != 0) {
      return ZOMBIE;
    }
    if (state == 0) {
      return RUNNING;
    }
    if ((state & (STATE_UNINTERRUPTIBLE | STATE_RTLOCK_WAIT)) != 0) {
      return (state & STATE_NOLOAD) != 0 ? IDLE : UNINTERRUPTIBLE;
    }
    if ((state & STATE_INTERRUPTIBLE) != 0) {
      return INTERRUPTIBLE;
    }
    if ((state & STATE_STOPPED) != 0) {
      return STOPPED;
    }
    if ((state & STATE_TRACED) != 0) {
      return TRACED;
    }
    if ((state & STATE_PARKED) != 0) {
      return PARKED;
    }
    if ((state & STATE_DEAD) != 0) {
      return DEAD;
    }
    if ((state & STATE_NEW) != 0) {
      return NEW;
    }
    return (state & STATE_WAKING) != 0 ? RUNNING : OTHER;
  }
}
