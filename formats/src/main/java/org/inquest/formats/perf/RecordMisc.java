package org.inquest.formats.perf;

/// The bits of `perf_event_header.misc` (`PERF_RECORD_MISC_*`). Some mean different things in
/// different records.
public final class RecordMisc {
  /// Which mode the CPU was in: one of the numbers below.
  public static final int CPUMODE_MASK = 7;

  /// The kernel's code.
  public static final int KERNEL = 1;

  /// A program's code.
  public static final int USER = 2;

  /// A hypervisor's code.
  public static final int HYPERVISOR = 3;

  /// The code of a guest's kernel.
  public static final int GUEST_KERNEL = 4;

  /// The code of a guest's program.
  public static final int GUEST_USER = 5;

  /// MMAP, MMAP2: not executable.
  public static final int MMAP_DATA = 1 << 13;

  /// COMM: the name came from execve.
  public static final int COMM_EXEC = 1 << 13;

  /// FORK, from perf itself: the thread was there before; its parent's mappings are not its own.
  public static final int FORK_EXEC = 1 << 13;

  /// SWITCH, SWITCH_CPU_WIDE: the task was switched out.
  public static final int SWITCH_OUT = 1 << 13;

  /// SAMPLE: the address is that of the instruction that caused the event.
  public static final int EXACT_IP = 1 << 14;

  /// SWITCH, SWITCH_CPU_WIDE: the task was still willing to run.
  public static final int SWITCH_OUT_PREEMPT = 1 << 14;

  /// MMAP2: a build-id stands where the inode would.
  public static final int MMAP_BUILD_ID = 1 << 14;

  private RecordMisc() {}
}
