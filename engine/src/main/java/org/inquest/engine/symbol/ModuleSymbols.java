package org.inquest.engine.symbol;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.formats.fault.MemoryFault;

/// The symbols of one loaded module, from its `struct mod_kallsyms` (include/linux/module.h): an
/// ELF symbol table, a string table and, since 1c7651f43777 (v5.2), a table of type letters.
public final class ModuleSymbols {
  /// `sizeof(Elf64_Sym)`.
  private static final int ENTRY = 24;

  private static final int MAX_SYMBOLS = 1 << 18;
  private static final int MAX_NAME = 512;

  private final List<Symbol> sorted;

  private ModuleSymbols(List<Symbol> sorted) {
    this.sorted = sorted;
  }

  /// A module whose symbols can't be read.
  public static ModuleSymbols none() {
    return new ModuleSymbols(List.of());
  }

  /// Reads a module's table; stops at the first hole.
  ///
  /// @param symtab `Elf64_Sym *`
  /// @param strtab `char *`
  /// @param typetab `char *`, or 0 before v5.2: letters then come from the symbol's ELF type
  /// @param low first address of the module, `high` the end: entries outside are left out
  public static ModuleSymbols read(
      VirtualMemory memory,
      String module,
      long symtab,
      int count,
      long strtab,
      long typetab,
      ModuleRanges ranges) {
    List<Symbol> symbols = new ArrayList<>();
    try {
      for (int i = 1; i < Math.min(count, MAX_SYMBOLS); i++) {
        long entry = symtab + (long) i * ENTRY;
        int section = memory.readShort(entry + 6) & 0xffff;
        long value = memory.readLong(entry + 8);
        if (section == 0 || !ranges.contains(value)) {
          continue;
        }
        String name =
            memory.readString(strtab + Integer.toUnsignedLong(memory.readInt(entry)), MAX_NAME);
        if (name.isEmpty() || name.charAt(0) == '$' || name.startsWith(".L")) {
          continue;
        }
        char type =
            typetab != 0
                ? (char) memory.readByte(typetab + i)
                : (memory.readByte(entry + 4) & 0xf) == 2 ? 't' : 'd';
        symbols.add(new Symbol(name, value, memory.readLong(entry + 16), type, module));
      }
    } catch (MemoryFault e) {
      // What was read so far still names addresses; the module list tells of the rest.
    }
    symbols.sort(Comparator.comparing(Symbol::address, Long::compareUnsigned));
    return new ModuleSymbols(withSizes(symbols));
  }

  private static List<Symbol> withSizes(List<Symbol> symbols) {
    List<Symbol> sized = new ArrayList<>(symbols.size());
    for (int i = 0; i < symbols.size(); i++) {
      Symbol s = symbols.get(i);
      if (s.size() == 0 && i + 1 < symbols.size()) {
        long gap = symbols.get(i + 1).address() - s.address();
        s = new Symbol(s.name(), s.address(), gap, s.type(), s.module());
      }
      sized.add(s);
    }
    return sized;
  }

  /// Where a module's memory lies.
  @FunctionalInterface
  public interface ModuleRanges {
    /// Whether an address belongs to the module.
    boolean contains(long address);
  }

  /// The nearest symbol at or below an address.
  public Optional<Symbol> at(long address) {
    int low = 0;
    int high = sorted.size() - 1;
    int found = -1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(sorted.get(middle).address(), address) <= 0) {
        found = middle;
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    while (found > 0 && sorted.get(found - 1).address() == sorted.get(found).address()) {
      found--;
    }
    return found < 0 ? Optional.empty() : Optional.of(sorted.get(found));
  }

  /// All symbols by address.
  public List<Symbol> all() {
    return sorted;
  }
}
