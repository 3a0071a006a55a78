package org.inquest.profile.system;

import java.util.Optional;

/// Numbers of system calls, from `arch/x86/entry/syscalls/syscall_64.tbl` and
/// `include/uapi/asm-generic/unistd.h` (arm64, riscv64, loongarch64).
record SyscallNumbers(
    long perfEventOpen,
    long ioctl,
    long mmap,
    long munmap,
    long ppoll,
    long read,
    long openat,
    long close,
    long kill,
    long prlimit,
    long setsid) {

  private static final SyscallNumbers X86_64 =
      new SyscallNumbers(298, 16, 9, 11, 271, 0, 257, 3, 62, 302, 112);
  private static final SyscallNumbers GENERIC =
      new SyscallNumbers(241, 29, 222, 215, 73, 63, 56, 57, 129, 261, 157);

  /// The numbers of a machine as Java names it (`os.arch`).
  static Optional<SyscallNumbers> of(String machine) {
    return switch (machine) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64", "riscv64", "loongarch64" -> Optional.of(GENERIC);
      default -> Optional.empty();
    };
  }
}
