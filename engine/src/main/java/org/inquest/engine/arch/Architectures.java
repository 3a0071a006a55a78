package org.inquest.engine.arch;

import java.util.List;
import org.inquest.engine.arch.x86_64.X86_64;
import org.inquest.formats.elf.ElfMachine;
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
            + ElfMachine.name(machine)
            + " machines can't be read yet; this version knows "
            + String.join(", ", ALL.stream().map(Architecture::name).toList()));
  }
}
