package org.inquest.profile.report;

/// What samples can be told apart by.
public enum Dimension {
  /// The binary whose code ran.
  IMAGE,
  /// The program of the process.
  APPLICATION,
  /// The function.
  SYMBOL,
  /// The address.
  ADDRESS,
  /// The source line, of the innermost inlined function.
  LINE,
  /// The function in the source, inlined ones as their own.
  INLINED,
  /// The process.
  PROCESS,
  /// The thread.
  THREAD,
  /// The thread's name.
  COMM,
  /// The CPU.
  CPU,
  /// The control group.
  GROUP,
  /// The span of time: seconds from the first sample to its beginning.
  TIME
}
