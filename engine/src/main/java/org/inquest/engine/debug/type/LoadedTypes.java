package org.inquest.engine.debug.type;

import java.util.OptionalLong;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.symbol.Symbols;
import org.inquest.formats.elf.ElfFile;

/// The debugging information of something that is loaded, a kernel or a module, with where it was
/// loaded.
///
/// @param types what it describes
/// @param file that it is read from; closed with this
/// @param module its name; empty for the kernel
/// @param shift what the addresses in the file must be moved by
public record LoadedTypes(DwarfTypes types, ElfFile file, String module, long shift)
    implements AutoCloseable {

  /// Where a variable or function is in memory; empty where it has no place of its own.
  ///
  /// @param symbols of the dump: addresses that KASLR does not move, such as those of per-CPU
  ///   variables, are known by them
  public OptionalLong address(Described thing, Symbols symbols) {
    if (thing.address().isEmpty()) {
      return OptionalLong.empty();
    }
    long linked = thing.address().getAsLong();
    boolean unmoved =
        symbols.at(linked).filter(symbol -> isOf(symbol, linked, thing.name())).isPresent();
    return OptionalLong.of(unmoved ? linked : linked + shift);
  }

  /// Compilers number `static` variables of functions: `count.3`.
  private boolean isOf(Symbol symbol, long address, String name) {
    return symbol.address() == address
        && symbol.module().equals(module)
        && (symbol.name().equals(name) || symbol.name().startsWith(name + "."));
  }

  @Override
  public void close() {
    types.close();
    file.close();
  }
}
