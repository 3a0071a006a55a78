package org.inquest.engine.code;

/// What a [Printer] asks for the names of addresses that instructions mention.
@FunctionalInterface
public interface SymbolNames {
  /// Knows no name; printers then write bare addresses.
  SymbolNames NONE = (address, to) -> false;

  /// Appends the name of an address without brackets: `schedule`, `schedule+0x1c`.
  ///
  /// @return whether there is one; nothing was appended where there is none
  boolean append(long address, StringBuilder to);
}
