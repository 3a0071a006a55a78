package org.inquest.engine.arch;

import java.util.List;
import org.inquest.engine.arch.x86_64.X86_64;
import org.inquest.formats.fault.Unsupported;

/// The machines that Inquest knows.
public final class Architectures {
  private static final List<Architecture> ALL = List.of(new X86_64());

  private Architectures() {}

  /// The machine with an ELF machine number.
  ///
  /// @throws Unsupported naming the machine
  public static Architecture of(int machine) {
    for (Architecture arch : ALL) {
      if (arch.machine() == machine) {
        return arch;
      }
    }
    throw new Unsupported(
        "dumps of "
            + name(machine)
            + " machines can't be read yet; this version knows "
            + String.join(", ", ALL.stream().map(Architecture::name).toList()));
  }

  /// Machine numbers of the ELF specification for Linux machines that keep dumps.
  private static String name(int machine) {
    return switch (machine) {
      case 3 -> "i386";
      case 20 -> "ppc";
      case 21 -> "ppc64";
      case 22 -> "s390x";
      case 40 -> "arm";
      case 50 -> "ia64";
      case 183 -> "aarch64";
      case 243 -> "riscv64";
      case 258 -> "loongarch64";
      default -> "EM_" + machine;
    };
  }
}
