package org.inquest.profile.system;

/// The one-bit fields of `struct perf_event_attr`, with the kernel release that brought the later
/// ones: an older kernel refuses an attribute with a bit that it does not know (EINVAL).
public enum AttrFlag {
  /// Created stopped.
  DISABLED(0),
  /// Children of the task are counted too.
  INHERIT(1),
  /// Nothing of user space.
  EXCLUDE_USER(4),
  /// Nothing of the kernel.
  EXCLUDE_KERNEL(5),
  /// Nothing of a hypervisor.
  EXCLUDE_HV(6),
  /// Nothing of the idle task.
  EXCLUDE_IDLE(7),
  /// Records of executable mappings.
  MMAP(8),
  /// Records of names of tasks.
  COMM(9),
  /// The period field is a frequency.
  FREQ(10),
  /// Starts when the task executes a program.
  ENABLE_ON_EXEC(12),
  /// Records of forks and exits.
  TASK(13),
  /// Every record ends with who, when and where.
  SAMPLE_ID_ALL(18),
  /// Nothing of the host, from a guest's view.
  EXCLUDE_HOST(19),
  /// Nothing of guests.
  EXCLUDE_GUEST(20),
  /// Mappings with inode and protection.
  MMAP2(23),
  /// Tells an exec from other changes of a name.
  COMM_EXEC(24),
  /// Times are of the clock that the clock field names; since 4.1.
  USE_CLOCKID(25),
  /// Records of namespaces; since 4.12.
  NAMESPACES(28),
  /// Records of cgroups made while it runs; since 5.7.
  CGROUP(32),
  /// Mappings come with the build-id of their file; since 5.12.
  BUILD_ID(34);

  private final long mask;

  AttrFlag(int bit) {
    this.mask = 1L << bit;
  }

  /// The bit in the field of flags, at byte 40 of the structure.
  public long mask() {
    return mask;
  }
}
