package org.inquest.kernel.mm;

/// A mapped area of a process (`struct vm_area_struct`, include/linux/mm_types.h).
///
/// @param address of the struct
/// @param start first address
/// @param end first address after it
/// @param flags `VM_` flags (include/linux/mm.h)
/// @param pageOffset where it begins in its file, in pages
/// @param file address of its `struct file`, 0 where it is anonymous
public record MappedArea(
    long address, long start, long end, long flags, long pageOffset, long file) {

  /// Whether an address lies in it.
  public boolean contains(long user) {
    return Long.compareUnsigned(user, start) >= 0 && Long.compareUnsigned(user, end) < 0;
  }

  /// Whether code in it can run.
  public boolean executable() {
    return (flags & 4) != 0;
  }

  /// `r-xp`, as /proc/PID/maps shows it.
  public String permissions() {
    return new StringBuilder(4)
        .append((flags & 1) != 0 ? 'r' : '-')
        .append((flags & 2) != 0 ? 'w' : '-')
        .append((flags & 4) != 0 ? 'x' : '-')
        .append((flags & 8) != 0 ? 's' : 'p')
        .toString();
  }
}
