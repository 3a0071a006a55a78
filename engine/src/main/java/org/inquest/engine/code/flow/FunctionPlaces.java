package org.inquest.engine.code.flow;

import java.util.List;
import java.util.Optional;
import org.inquest.engine.symbol.Symbol;
import org.inquest.formats.fault.MemoryFault;

/// Where the bytes and names of functions are: a dump, or the files of a kernel.
public interface FunctionPlaces {

  /// ELF machine number.
  int machine();

  /// The function that an address lies in, with its size.
  Optional<Symbol> at(long address);

  /// All functions of a name.
  ///
  /// @param module empty for the kernel
  List<Symbol> named(String name, String module);

  /// Bytes of code.
  ///
  /// @throws MemoryFault where they are not there
  byte[] read(long address, int length);

  /// What tables say about the ways in functions.
  CodeTables tables();
}
