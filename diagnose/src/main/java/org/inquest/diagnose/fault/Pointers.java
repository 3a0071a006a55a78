package org.inquest.diagnose.fault;

import java.util.Optional;
import org.inquest.diagnose.facts.Fault;
import org.inquest.engine.unwind.Registers;

/// Which register held the pointer that a fault is about.
public final class Pointers {
  /// Members of one struct lie within this.
  private static final long REACH = 4096;

  private Pointers() {}

  /// The first register that holds the address or one a little below it: `rdi holds 0x..., 8 bytes
  /// below`.
  public static Optional<String> holding(Fault fault) {
    if (fault.registers().isEmpty() || fault.address().isEmpty()) {
      return Optional.empty();
    }
    Registers registers = fault.registers().get();
    long address = fault.address().getAsLong();
    for (int i = 0; i < registers.names().size(); i++) {
      long below = address - registers.values()[i];
      if (registers.knows(i) && i != registers.pcIndex() && below >= 0 && below < REACH) {
        return Optional.of(
            registers.names().get(i)
                + " held "
                + AddressMeaning.hex(registers.values()[i])
                + (below == 0
                    ? ", the address itself"
                    : ", " + below + " bytes below the address"));
      }
    }
    return Optional.empty();
  }
}
