package org.inquest.lab.sweep.run;

/// How a case went wrong.
public enum Damage {
  /// The kernel printed a report: an oops, a warning, a sanitizer's or lockdep's.
  REPORT("the kernel reported"),
  /// The machine did not answer any more.
  HANG("the machine hung"),
  /// The step took too long, and its process could not even be killed.
  UNKILLABLE("a process can't be killed"),
  /// The step took too long.
  TIMEOUT("the step did not end"),
  /// The kernel became tainted and said nothing.
  TAINT("the kernel became tainted"),
  /// All calls of the step succeeded, and what they promised is not so.
  WRONG_SUCCESS("a wrong success"),
  /// What the workload works on is damaged afterwards.
  DAMAGED("damage was left behind"),
  /// Memory was not given back.
  LEAK("memory was not given back");

  private final String words;

  Damage(String words) {
    this.words = words;
  }

  /// A clause.
  public String words() {
    return words;
  }
}
