package org.inquest.profile.sched;

/// Why a task does not run.
public enum Rest {
  /// It could run, and left its CPU on its way out of the kernel, or gave its turn away: `R`.
  RUNNABLE("waited to run again", "preempted"),
  /// It could run, and was preempted while it ran in the kernel: `R+`.
  PREEMPTED("waited to run again", "preempted"),
  /// It waited to run after it was woken.
  WOKEN("was awake and waited to run", "awake"),
  /// It slept until something came, or a signal: `S`.
  INTERRUPTIBLE("slept", "sleep"),
  /// It slept and no signal could end that: `D`.
  UNINTERRUPTIBLE("slept uninterruptibly", "D"),
  /// A thread of the kernel without work: `I`.
  IDLE("had no work", "idle"),
  /// Stopped, traced or parked.
  STOPPED("was stopped", "stopped"),
  /// It has ended.
  ENDED("had ended", "ended");

  private final String verb;
  private final String word;

  Rest(String verb, String word) {
    this.verb = verb;
    this.word = word;
  }

  /// What a task did that was in it: "slept".
  public String verb() {
    return verb;
  }

  /// A word for columns.
  public String word() {
    return word;
  }

  /// Whether it could have run on, and another task got its CPU.
  public boolean displaced() {
    return this == RUNNABLE || this == PREEMPTED;
  }

  /// Whether somebody has to wake it.
  public boolean asleep() {
    return switch (this) {
      case INTERRUPTIBLE, UNINTERRUPTIBLE, IDLE, STOPPED -> true;
      case RUNNABLE, PREEMPTED, WOKEN, ENDED -> false;
    };
  }
}
