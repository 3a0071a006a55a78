package org.inquest.profile.sched;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One task: what it does now, and the sums of what it did. Times are nanoseconds.
public final class TaskTimes {
  /// What a task does.
  enum Phase {
    UNKNOWN,
    RUNNING,
    WAITING,
    ASLEEP,
    GONE
  }

  /// No time.
  static final long NEVER = Long.MIN_VALUE;

  Party party;
  int pid = -1;
  Phase phase = Phase.UNKNOWN;
  Rest rest = Rest.RUNNABLE;

  /// What it did when it left its CPU last.
  Rest left = Rest.RUNNABLE;

  /// When the phase began.
  long since;

  /// When it left its CPU last; [#NEVER] where that was not seen.
  long outAt = NEVER;

  /// Where it runs, ran, or waits to run.
  int cpu = -1;

  /// Where it left its CPU: a node of the stacks, -1 where that was not seen.
  int stack = -1;

  /// Whether its waits are asked for.
  boolean shown = true;

  private boolean everShown;

  @Nullable Wake lastWake;
  @Nullable Party preemptedBy;

  private final Map<Rest, Long> slept = new EnumMap<>(Rest.class);
  private final Delays afterWake = new Delays();
  private final Delays atExit = new Delays();
  private final Delays inKernel = new Delays();
  private long ran;
  private long switches;
  private long migrations;
  private long ioWait;

  TaskTimes(Party party) {
    this.party = party;
  }

  void ran(long time) {
    ran += Math.max(0, time);
  }

  void switched(boolean asked) {
    shown = asked;
    everShown |= asked;
    switches++;
  }

  void migrated() {
    migrations++;
  }

  void waitedForIo(long time) {
    ioWait += Math.max(0, time);
  }

  void slept(Rest how, long time) {
    slept.merge(how, Math.max(0, time), Long::sum);
  }

  Delays delays(Rest how) {
    return switch (how) {
      case RUNNABLE -> atExit;
      case PREEMPTED -> inKernel;
      default -> afterWake;
    };
  }

  /// The task, with the name and the priority it had last.
  public Party party() {
    return party;
  }

  /// Its process; -1 where not told.
  public int pid() {
    return pid;
  }

  /// Whether it is one of those that are asked for.
  public boolean shown() {
    return everShown || shown;
  }

  /// Time with a CPU.
  public long ran() {
    return ran;
  }

  /// Times that it left a CPU.
  public long switches() {
    return switches;
  }

  /// Moves from CPU to CPU.
  public long migrations() {
    return migrations;
  }

  /// Of its sleep, what the kernel counted as waiting for a disk; 0 without schedstats.
  public long ioWait() {
    return ioWait;
  }

  /// Time in a kind of sleep.
  public long slept(Rest how) {
    return slept.getOrDefault(how, 0L);
  }

  /// Waits for a CPU after it was woken.
  public Delays afterWake() {
    return afterWake;
  }

  /// Waits for a CPU after it left one as [Rest#RUNNABLE].
  public Delays atExit() {
    return atExit;
  }

  /// Waits for a CPU after it left one as [Rest#PREEMPTED].
  public Delays inKernel() {
    return inKernel;
  }

  /// All waits for a CPU.
  public Delays delays() {
    return Delays.together(afterWake, atExit, inKernel);
  }
}
