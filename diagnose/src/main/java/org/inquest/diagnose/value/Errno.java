package org.inquest.diagnose.value;

import java.util.List;

/// Names of error numbers (include/uapi/asm-generic/errno-base.h and errno.h,
/// include/linux/errno.h).
public final class Errno {
  private static final List<String> BASE =
      List.of(
          "EPERM",
          "ENOENT",
          "ESRCH",
          "EINTR",
          "EIO",
          "ENXIO",
          "E2BIG",
          "ENOEXEC",
          "EBADF",
          "ECHILD",
          "EAGAIN",
          "ENOMEM",
          "EACCES",
          "EFAULT",
          "ENOTBLK",
          "EBUSY",
          "EEXIST",
          "EXDEV",
          "ENODEV",
          "ENOTDIR",
          "EISDIR",
          "EINVAL",
          "ENFILE",
          "EMFILE",
          "ENOTTY",
          "ETXTBSY",
          "EFBIG",
          "ENOSPC",
          "ESPIPE",
          "EROFS",
          "EMLINK",
          "EPIPE",
          "EDOM",
          "ERANGE",
          "EDEADLK",
          "ENAMETOOLONG",
          "ENOLCK",
          "ENOSYS",
          "ENOTEMPTY",
          "ELOOP");

  private Errno() {}

  /// `ENOMEM` for 12; the number itself where it is not among the usual ones.
  public static String name(int number) {
    if (number >= 1 && number <= BASE.size()) {
      return BASE.get(number - 1);
    }
    return switch (number) {
      case 61 -> "ENODATA";
      case 62 -> "ETIME";
      case 71 -> "EPROTO";
      case 74 -> "EBADMSG";
      case 75 -> "EOVERFLOW";
      case 84 -> "EILSEQ";
      case 90 -> "EMSGSIZE";
      case 95 -> "EOPNOTSUPP";
      case 105 -> "ENOBUFS";
      case 107 -> "ENOTCONN";
      case 110 -> "ETIMEDOUT";
      case 111 -> "ECONNREFUSED";
      case 116 -> "ESTALE";
      case 117 -> "EUCLEAN";
      case 122 -> "EDQUOT";
      case 512 -> "ERESTARTSYS";
      case 517 -> "EPROBE_DEFER";
      case 524 -> "ENOTSUPP";
      default -> "error " + number;
    };
  }
}
