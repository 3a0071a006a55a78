package org.inquest.kernel.logged;

import java.util.List;
import java.util.OptionalLong;
import org.inquest.engine.symbol.Symbol;

/// Something that knows where a kernel's or a module's functions are.
sealed interface NamedCode permits ImageNames, SymbolText {

  /// All functions and objects of a name, with the sizes that a log would print.
  List<Symbol> named(String name);

  /// Whether an address is in memory that is given back after the start: `__init`.
  boolean inInit(long address);

  /// The address that a log's `name+0x12/0x34` means.
  ///
  /// Several functions may have a name; a log prints the size too, which tells nearly all of them
  /// apart.
  ///
  /// @param size as printed; 0 where it is missing
  /// @return empty where nothing has the name, or where several things could be meant
  default OptionalLong find(String name, long offset, long size) {
    List<Symbol> all = named(name);
    List<Symbol> fitting =
        size == 0 ? all : all.stream().filter(symbol -> symbol.size() == size).toList();
    if (fitting.isEmpty() && all.size() == 1 && Long.compareUnsigned(offset, 1 << 20) < 0) {
      fitting = all;
    }
    return fitting.size() == 1
        ? OptionalLong.of(fitting.getFirst().address() + offset)
        : OptionalLong.empty();
  }
}
