package org.inquest.profile.system;

/// An error number of Linux, which calls of [PerfSystem] return as a negative number. The numbers
/// are those of `include/uapi/asm-generic/errno-base.h` and `errno.h`, which x86-64 and arm64
/// share.
///
/// @param number positive
public record Errno(int number) {
  public static final Errno EPERM = new Errno(1);
  public static final Errno ENOENT = new Errno(2);
  public static final Errno ESRCH = new Errno(3);
  public static final Errno EINTR = new Errno(4);
  public static final Errno EBADF = new Errno(9);
  public static final Errno EAGAIN = new Errno(11);
  public static final Errno ENOMEM = new Errno(12);
  public static final Errno EACCES = new Errno(13);
  public static final Errno EBUSY = new Errno(16);
  public static final Errno ENODEV = new Errno(19);
  public static final Errno EINVAL = new Errno(22);
  public static final Errno EMFILE = new Errno(24);
  public static final Errno ENOSPC = new Errno(28);
  public static final Errno ENOSYS = new Errno(38);
  public static final Errno EOVERFLOW = new Errno(75);
  public static final Errno EOPNOTSUPP = new Errno(95);

  /// The error in what a call returned.
  ///
  /// @param result negative
  public static Errno of(long result) {
    return new Errno((int) -result);
  }

  /// What a call returns for it.
  public int result() {
    return -number;
  }

  /// Its name in C, or its number.
  public String text() {
    return switch (number) {
      case 1 -> "EPERM";
      case 2 -> "ENOENT";
      case 3 -> "ESRCH";
      case 4 -> "EINTR";
      case 7 -> "E2BIG";
      case 9 -> "EBADF";
      case 11 -> "EAGAIN";
      case 12 -> "ENOMEM";
      case 13 -> "EACCES";
      case 16 -> "EBUSY";
      case 19 -> "ENODEV";
      case 22 -> "EINVAL";
      case 24 -> "EMFILE";
      case 28 -> "ENOSPC";
      case 38 -> "ENOSYS";
      case 75 -> "EOVERFLOW";
      case 95 -> "EOPNOTSUPP";
      default -> "errno " + number;
    };
  }
}
