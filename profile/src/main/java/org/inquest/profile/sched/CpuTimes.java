package org.inquest.profile.sched;

import org.jspecify.annotations.Nullable;

/// One CPU: who has it now, and the sums of its time. Times are nanoseconds.
public final class CpuTimes {
  private final int number;
  private final Delays delays = new Delays();

  /// Who has it; null where nobody was seen yet.
  @Nullable TaskTimes current;

  /// Since when.
  long since;

  /// Whether that was seen, or is only as long as the recording.
  boolean switched;

  private int waiting;
  private int mostWaiting;
  private long idle;
  private long busy;
  private long switches;
  private long longestHold;

  CpuTimes(int number) {
    this.number = number;
  }

  void enters() {
    waiting++;
    mostWaiting = Math.max(mostWaiting, waiting);
  }

  void leaves() {
    waiting = Math.max(0, waiting - 1);
  }

  /// How many waited for it at most since [#begin].
  int mostWaiting() {
    return mostWaiting;
  }

  /// Somebody gets it.
  void begin(TaskTimes task, long time, boolean seen) {
    current = task;
    since = time;
    switched = seen;
    mostWaiting = waiting;
  }

  /// The stretch of who has it ends.
  void end(long time) {
    TaskTimes task = current;
    if (task == null) {
      return;
    }
    long length = Math.max(0, time - since);
    if (task.party.idle()) {
      idle += length;
    } else {
      busy += length;
      longestHold = Math.max(longestHold, length);
    }
  }

  void countSwitch() {
    switches++;
  }

  /// Its number.
  public int number() {
    return number;
  }

  /// Waits for it, of all tasks.
  public Delays delays() {
    return delays;
  }

  /// Time without a task.
  public long idle() {
    return idle;
  }

  /// Time with a task.
  public long busy() {
    return busy;
  }

  /// Switches from task to task, the idle task too.
  public long switches() {
    return switches;
  }

  /// The longest time that one task had it without a switch.
  public long longestHold() {
    return longestHold;
  }
}
