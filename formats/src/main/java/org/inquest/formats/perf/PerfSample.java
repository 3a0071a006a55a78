package org.inquest.formats.perf;

/// The fields of a sample, or of the identity at the end of another record. One object is filled
/// again and again; what a record does not have is as [#clear] leaves it. Offsets are of the
/// record.
public final class PerfSample {
  /// Number of the event, of [PerfEvent#index]; -1 where its id is of no event.
  public int event;

  /// The instruction's address.
  public long ip;

  /// Process and thread; -1 where not told.
  public int pid;

  /// The thread.
  public int tid;

  /// Nanoseconds; 0 where not told.
  public long time;

  /// Address of the data.
  public long address;

  /// The event's id.
  public long id;

  /// CPU, -1 where not told.
  public int cpu;

  /// How many events the sample stands for.
  public long period;

  /// Number of counters that were read with the sample.
  public int values;

  /// Where the first one's value is, u64.
  public int valuesAt;

  /// Bytes from one value to the next.
  public int valueStep;

  /// How far its event's id is behind a value; 0 where it has none.
  public int valueId;

  /// Number of words of the call chain.
  public int chainLength;

  /// Where the call chain's first word is.
  public int chainAt;

  /// Size of raw data, a tracepoint's for example.
  public int rawSize;

  /// Where they are.
  public int rawAt;

  /// Number of branches.
  public int branches;

  /// Where the first one is: from, to, flags, u64 each.
  public int branchesAt;

  /// `PERF_SAMPLE_REGS_ABI_*` of the user's registers: 0 none, 1 32 bits, 2 64 bits.
  public int userAbi;

  /// Where the registers of [PerfEventAttr#sampleRegsUser] are.
  public int userRegistersAt;

  /// Valid bytes of the user's stack.
  public int stackSize;

  /// Where they are.
  public int stackAt;

  /// Cost, of the hardware's kind.
  public long weight;

  /// Where the data came from.
  public long dataSource;

  /// Physical address of the data.
  public long physicalAddress;

  /// Id of the control group; 0 where not told.
  public long cgroup;

  /// Nothing is told yet.
  public PerfSample() {
    clear();
  }

  /// Makes all fields as if nothing was told.
  final void clear() {
    event = 0;
    ip = 0;
    pid = -1;
    tid = -1;
    time = 0;
    address = 0;
    id = 0;
    cpu = -1;
    period = 1;
    values = 0;
    valuesAt = 0;
    valueStep = 0;
    valueId = 0;
    chainLength = 0;
    chainAt = 0;
    rawSize = 0;
    rawAt = 0;
    branches = 0;
    branchesAt = 0;
    userAbi = 0;
    userRegistersAt = 0;
    stackSize = 0;
    stackAt = 0;
    weight = 0;
    dataSource = 0;
    physicalAddress = 0;
    cgroup = 0;
  }
}
