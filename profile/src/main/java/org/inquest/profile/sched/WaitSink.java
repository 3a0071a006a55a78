package org.inquest.profile.sched;

/// Is told what has ended.
interface WaitSink {
  /// A task had slept, or waited for a CPU.
  void waited(TaskTimes task, LongWait wait);

  /// A task was without a CPU, for whatever reasons.
  void offCpu(TaskTimes task, long from, long to);

  /// A task had a CPU while others waited for it.
  void held(Hold hold);
}
