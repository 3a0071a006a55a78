package org.inquest.engine.code;

import java.util.List;
import java.util.Optional;
import org.inquest.engine.code.a64.A64;
import org.inquest.engine.code.x86.X86Isa;
import org.inquest.formats.elf.ElfMachine;
import org.inquest.formats.fault.Unsupported;

/// The instruction sets that Inquest reads.
public final class Isas {
  private static final List<Isa> ALL = List.of(X86Isa.x86_64(), new A64(), X86Isa.i386());

  private Isas() {}

  /// The instruction set of an ELF machine number.
  ///
  /// @throws Unsupported naming the machine and those that are known
  public static Isa of(int machine) {
    return find(machine)
        .orElseThrow(() ->
            new Unsupported(
                "machine code of "
                    + ElfMachine.name(machine)
                    + " can't be read yet; this version knows "
                    + String.join(", ", ALL.stream().map(Isa::name).toList())));
  }

  /// The instruction set of an ELF machine number; empty where it is not known.
  public static Optional<Isa> find(int machine) {
    return ALL.stream().filter(isa -> isa.machine() == machine).findFirst();
  }
}
