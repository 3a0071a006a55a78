package org.inquest.engine.arch;

import java.util.List;
import java.util.Set;

/// The registers of a machine by the numbers that debugging information gives them, and what its
/// ABI says about calls.
///
/// @param names by number, as `NT_PRSTATUS` and the unwinder call them
/// @param kept those that a function gives back as it found them
/// @param arguments those that a function is called with, by argument
/// @param stackPointer the number of the stack pointer
public record DwarfRegisters(
    List<String> names, Set<String> kept, List<String> arguments, int stackPointer) {
  public DwarfRegisters {
    names = List.copyOf(names);
    kept = Set.copyOf(kept);
    arguments = List.copyOf(arguments);
  }

  /// The name of a register; `register 33` for one that is not in the table.
  public String name(int number) {
    return number >= 0 && number < names.size() ? names.get(number) : "register " + number;
  }
}
