package org.inquest.formats.perf;

/// The bits of `perf_event_attr.sample_type` (`enum perf_event_sample_format`): which fields a
/// sample has. They stand in the file in the order that [SampleFormat] tells, not in that of the
/// bits.
public final class SampleType {
  /// u64: the instruction's address.
  public static final long IP = 1;

  /// u32 pid, u32 tid.
  public static final long TID = 1 << 1;

  /// u64: nanoseconds.
  public static final long TIME = 1 << 2;

  /// u64: the address of the data.
  public static final long ADDR = 1 << 3;

  /// The counters' values, as [ReadFormat] says.
  public static final long READ = 1 << 4;

  /// u64 count, then so many addresses and [CallChainContext] marks.
  public static final long CALLCHAIN = 1 << 5;

  /// u64: which event's.
  public static final long ID = 1 << 6;

  /// u32 CPU, u32 reserved.
  public static final long CPU = 1 << 7;

  /// u64: how many events the sample stands for.
  public static final long PERIOD = 1 << 8;

  /// u64: the id without regard to inheritance.
  public static final long STREAM_ID = 1 << 9;

  /// u32 size, then so many bytes.
  public static final long RAW = 1 << 10;

  /// u64 count, then records of branches.
  public static final long BRANCH_STACK = 1 << 11;

  /// u64 ABI, then the user's registers in a mask.
  public static final long REGS_USER = 1 << 12;

  /// u64 size, so many bytes of the user's stack, u64 how many of them are valid.
  public static final long STACK_USER = 1 << 13;

  /// u64: a cost.
  public static final long WEIGHT = 1 << 14;

  /// u64: where the data came from.
  public static final long DATA_SRC = 1 << 15;

  /// u64: the id, at the same place in every record.
  public static final long IDENTIFIER = 1 << 16;

  /// u64: why a transaction was aborted.
  public static final long TRANSACTION = 1 << 17;

  /// u64 ABI, then registers at the interrupt.
  public static final long REGS_INTR = 1 << 18;

  /// u64: the physical address of the data.
  public static final long PHYS_ADDR = 1 << 19;

  /// u64 size, then so many bytes of AUX data.
  public static final long AUX = 1 << 20;

  /// u64: the control group's id.
  public static final long CGROUP = 1 << 21;

  /// u64: size of the page of the data.
  public static final long DATA_PAGE_SIZE = 1 << 22;

  /// u64: size of the page of the code.
  public static final long CODE_PAGE_SIZE = 1 << 23;

  /// u64: a cost, in three parts.
  public static final long WEIGHT_STRUCT = 1 << 24;

  /// All that are known.
  public static final long KNOWN = (1 << 25) - 1;

  private SampleType() {}
}
