package org.inquest.profile.system;

/// What a sample holds (`PERF_SAMPLE_*`) and what reading a counter gives (`PERF_FORMAT_*`), as far
/// as the recorder asks for it.
public final class SampleBits {
  public static final long IP = 1;
  public static final long TID = 1 << 1;
  public static final long TIME = 1 << 2;
  public static final long CALLCHAIN = 1 << 5;
  public static final long CPU = 1 << 7;
  public static final long PERIOD = 1 << 8;
  public static final long RAW = 1 << 10;
  public static final long REGS_USER = 1 << 12;
  public static final long STACK_USER = 1 << 13;
  public static final long IDENTIFIER = 1 << 16;

  /// The cgroup of the task, since 5.7.
  public static final long CGROUP = 1 << 21;

  /// `PERF_FORMAT_TOTAL_TIME_ENABLED`.
  public static final long READ_TIME_ENABLED = 1;

  /// `PERF_FORMAT_TOTAL_TIME_RUNNING`.
  public static final long READ_TIME_RUNNING = 1 << 1;

  /// `PERF_FORMAT_ID`.
  public static final long READ_ID = 1 << 2;

  private SampleBits() {}
}
