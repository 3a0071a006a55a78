package org.inquest.formats.elf;

/// Machine numbers, `e_machine` (System V gABI, chapter 4), as messages name them.
public final class ElfMachine {
  private ElfMachine() {}

  /// A machine's name as `uname -m` has it, for those that Linux runs on today; `EM_` and the
  /// number for others.
  public static String name(int machine) {
    return switch (machine) {
      case 3 -> "i386";
      case 20 -> "ppc";
      case 21 -> "ppc64";
      case 22 -> "s390x";
      case 40 -> "arm";
      case 50 -> "ia64";
      case 62 -> "x86_64";
      case 183 -> "aarch64";
      case 243 -> "riscv64";
      case 258 -> "loongarch64";
      default -> "EM_" + machine;
    };
  }
}
