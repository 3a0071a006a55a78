package org.inquest.engine.code.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.symbol.Symbol;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.elf.ElfSymbols;
import org.inquest.formats.fault.Unsupported;

/// The symbols of an ELF file by address.
///
/// They are sorted as numbers of one `long` each: the place in the image (sections one behind the
/// other), how good the name is, the entry's number.
final class ElfSymbolIndex implements NamedAddresses {
  private static final int ENTRY_BITS = 23;
  private static final int RANK_BITS = 2;
  private static final long MAX_PLACE = 1L << 63 - ENTRY_BITS - RANK_BITS;

  private final ElfSymbols symbols;
  private final ElfSpace space;

  private final long[] addresses;
  private final int[] entries;
  private final Functions functions;

  private ElfSymbolIndex(ElfSymbols symbols, ElfSpace space) {
    this.symbols = symbols;
    this.space = space;
    long[] keys = sortedKeys();
    this.addresses = new long[keys.length];
    this.entries = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      entries[i] = (int) (keys[i] & (1 << ENTRY_BITS) - 1);
      addresses[i] = address(entries[i]);
    }
    this.functions = collectFunctions();
  }

  /// The names in `.symtab`, or `.dynsym` where that was stripped; empty where neither names
  /// anything.
  ///
  /// @throws Unsupported where the file has more symbols than any real one
  static Optional<NamedAddresses> of(ElfFile file, ElfSpace space) {
    Optional<ElfSection> table =
        file.sectionOfType(ElfSection.SHT_SYMTAB)
            .or(() -> file.sectionOfType(ElfSection.SHT_DYNSYM));
    if (table.isEmpty()) {
      return Optional.empty();
    }
    ElfSymbols symbols = file.symbols(table.get());
    if (symbols.size() >= 1 << ENTRY_BITS) {
      throw new Unsupported(file.bytes().name() + ": has " + symbols.size() + " symbols");
    }
    ElfSymbolIndex index = new ElfSymbolIndex(symbols, space);
    return index.addresses.length == 0 ? Optional.empty() : Optional.of(index);
  }

  private long[] sortedKeys() {
    long[] places = places();
    long[] keys = new long[symbols.size()];
    int count = 0;
    for (int i = 1; i < symbols.size(); i++) {
      int part = part(i);
      if (part < 0 || !names(i)) {
        continue;
      }
      CodeSection section = space.sections().get(part);
      long within = address(i) - section.address();
      // End markers such as _etext lie behind their section's last byte.
      if (Long.compareUnsigned(within, section.size()) <= 0) {
        keys[count++] =
            (places[part] + within) << ENTRY_BITS + RANK_BITS | (long) rank(i) << ENTRY_BITS | i;
      }
    }
    keys = Arrays.copyOf(keys, count);
    Arrays.sort(keys);
    return keys;
  }

  private long[] places() {
    long[] places = new long[space.sections().size()];
    long at = 0;
    for (int i = 0; i < places.length; i++) {
      places[i] = at;
      long size = space.sections().get(i).size();
      if (size < 0 || size >= MAX_PLACE - at) {
        throw new Unsupported("a section of " + Long.toUnsignedString(size) + " bytes");
      }
      at += size + 1;
    }
    return places;
  }

  private int part(int i) {
    return space.partOf(symbols.section(i));
  }

  /// In a relocatable file values are offsets in the section.
  private long address(int i) {
    int part = part(i);
    ElfSpace.Part home = space.parts().get(part);
    return symbols.value(i) + home.bias();
  }

  /// Whether a symbol is a name for people: assemblers mark code and data with `$x` and `$d`, and
  /// compilers leave `.L` labels.
  private boolean names(int i) {
    int type = symbols.type(i);
    if (type == ElfSymbols.STT_NOTYPE && symbols.binding(i) == ElfSymbols.STB_LOCAL) {
      return switch (symbols.nameStart(i)) {
        case 0, '$' -> false;
        case '.' -> !symbols.name(i).startsWith(".L");
        default -> true;
      };
    }
    return type == ElfSymbols.STT_NOTYPE || type == ElfSymbols.STT_OBJECT || isFunction(type);
  }

  private static boolean isFunction(int type) {
    return type == ElfSymbols.STT_FUNC || type == ElfSymbols.STT_GNU_IFUNC;
  }

  /// Which of several names of an address is told, the smallest first: the kernel's section markers
  /// (`_stext`) have neither type nor size, its assembler code (`SYM_CODE_START`) has a size.
  private int rank(int i) {
    if (symbols.type(i) == ElfSymbols.STT_NOTYPE) {
      return symbols.bytes(i) == 0 ? 3 : 2;
    }
    return symbols.binding(i) == ElfSymbols.STB_GLOBAL ? 0 : 1;
  }

  private Functions collectFunctions() {
    FunctionBuilder builder =
        new FunctionBuilder(space.sections().stream().filter(CodeSection::executable).toList());
    long covered = 0;
    boolean any = false;
    for (int i = 0; i < entries.length; i++) {
      if (!space.sections().get(part(entries[i])).executable()) {
        continue;
      }
      int type = symbols.type(entries[i]);
      long size = symbols.bytes(entries[i]);
      // A label inside a function whose size is known is no function.
      boolean label = type == ElfSymbols.STT_NOTYPE && size == 0;
      boolean inside = any && Long.compareUnsigned(addresses[i], covered) < 0;
      if (type == ElfSymbols.STT_OBJECT || label && inside) {
        continue;
      }
      builder.add(addresses[i], size == 0 ? extent(i) : size, entries[i]);
      if (!inside) {
        covered = addresses[i] + size;
        any = true;
      }
    }
    return builder.build(symbols::name);
  }

  /// Bytes to the next address that has a symbol; 0 for the last.
  private long extent(int i) {
    int next = i + 1;
    while (next < addresses.length && addresses[next] == addresses[i]) {
      next++;
    }
    return next < addresses.length ? addresses[next] - addresses[i] : 0;
  }

  @Override
  public Functions functions() {
    return functions;
  }

  @Override
  public Optional<Symbol> at(long address) {
    int function = functions.indexAt(address);
    if (function != Functions.NONE) {
      long start = functions.start(function);
      return Optional.of(
          new Symbol(functions.name(function), start, functions.end(function) - start, 't', ""));
    }
    int i = lastAtOrBelow(address);
    if (i < 0) {
      return Optional.empty();
    }
    Symbol symbol = symbol(i);
    CodeSection section = space.sections().get(part(entries[i]));
    return symbol.contains(address) && section.contains(address)
        ? Optional.of(symbol)
        : Optional.empty();
  }

  private int lastAtOrBelow(long address) {
    int low = 0;
    int high = addresses.length - 1;
    int found = -1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(addresses[middle], address) <= 0) {
        found = middle;
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    while (found > 0 && addresses[found - 1] == addresses[found]) {
      found--;
    }
    return found;
  }

  private Symbol symbol(int i) {
    int entry = entries[i];
    long size = symbols.bytes(entry) == 0 ? extent(i) : symbols.bytes(entry);
    char letter = space.sections().get(part(entry)).executable() ? 't' : 'd';
    if (symbols.binding(entry) == ElfSymbols.STB_GLOBAL) {
      letter = Character.toUpperCase(letter);
    }
    return new Symbol(symbols.name(entry), addresses[i], size, letter, "");
  }

  @Override
  public List<Symbol> named(String name) {
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    List<Symbol> found = new ArrayList<>();
    for (int i = 0; i < entries.length; i++) {
      if (symbols.isNamed(entries[i], wanted)) {
        found.add(symbol(i));
      }
    }
    return found;
  }
}
