package org.inquest.formats.perf;

/// The bits of the flags' word of `struct perf_event_attr`, counted as a little-endian compiler
/// lays out the bit fields.
public final class AttrFlag {
  /// Off until it is enabled.
  public static final long DISABLED = 1;

  /// Children too.
  public static final long INHERIT = 1 << 1;

  /// Always on the PMU.
  public static final long PINNED = 1 << 2;

  /// Alone on the PMU.
  public static final long EXCLUSIVE = 1 << 3;

  /// Not in user mode.
  public static final long EXCLUDE_USER = 1 << 4;

  /// Not in the kernel.
  public static final long EXCLUDE_KERNEL = 1 << 5;

  /// Not in a hypervisor.
  public static final long EXCLUDE_HV = 1 << 6;

  /// Not when idle.
  public static final long EXCLUDE_IDLE = 1 << 7;

  /// MMAP records.
  public static final long MMAP = 1 << 8;

  /// COMM records.
  public static final long COMM = 1 << 9;

  /// The period is a frequency.
  public static final long FREQ = 1 << 10;

  /// Counts of each task.
  public static final long INHERIT_STAT = 1 << 11;

  /// Enabled by execve.
  public static final long ENABLE_ON_EXEC = 1 << 12;

  /// FORK and EXIT records.
  public static final long TASK = 1 << 13;

  /// The wake-up is told in bytes.
  public static final long WATERMARK = 1 << 14;

  /// First of the two bits of `precise_ip`.
  public static final int PRECISE_IP_SHIFT = 15;

  /// MMAP records of what is not executable.
  public static final long MMAP_DATA = 1 << 17;

  /// Records that are no samples end with the sample's identity.
  public static final long SAMPLE_ID_ALL = 1 << 18;

  /// Not in the host.
  public static final long EXCLUDE_HOST = 1 << 19;

  /// Not in a guest.
  public static final long EXCLUDE_GUEST = 1 << 20;

  /// No kernel call chains.
  public static final long EXCLUDE_CALLCHAIN_KERNEL = 1 << 21;

  /// No user call chains.
  public static final long EXCLUDE_CALLCHAIN_USER = 1 << 22;

  /// MMAP2 in place of MMAP.
  public static final long MMAP2 = 1 << 23;

  /// COMM records say whether they come from execve.
  public static final long COMM_EXEC = 1 << 24;

  /// The clock is that of `clockid`.
  public static final long USE_CLOCKID = 1 << 25;

  /// SWITCH records.
  public static final long CONTEXT_SWITCH = 1 << 26;

  /// The ring is written backwards.
  public static final long WRITE_BACKWARD = 1 << 27;

  /// NAMESPACES records.
  public static final long NAMESPACES = 1 << 28;

  /// KSYMBOL records.
  public static final long KSYMBOL = 1 << 29;

  /// BPF_EVENT records.
  public static final long BPF_EVENT = 1 << 30;

  /// The AUX area instead of records.
  public static final long AUX_OUTPUT = 1L << 31;

  /// CGROUP records.
  public static final long CGROUP = 1L << 32;

  /// TEXT_POKE records.
  public static final long TEXT_POKE = 1L << 33;

  /// MMAP2 records with build-ids.
  public static final long BUILD_ID = 1L << 34;

  /// Only threads inherit.
  public static final long INHERIT_THREAD = 1L << 35;

  /// Gone after execve.
  public static final long REMOVE_ON_EXEC = 1L << 36;

  /// SIGTRAP at each event.
  public static final long SIGTRAP = 1L << 37;

  /// CALLCHAIN_DEFERRED records are asked for (Linux 6.19).
  public static final long DEFER_CALLCHAIN = 1L << 38;

  /// CALLCHAIN_DEFERRED records are written for this event (Linux 6.19).
  public static final long DEFER_OUTPUT = 1L << 39;

  private AttrFlag() {}
}
