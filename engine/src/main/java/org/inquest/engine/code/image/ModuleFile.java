package org.inquest.engine.code.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.inquest.engine.symbol.Symbol;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfRelocations;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.elf.ElfSymbols;

/// A relocatable ELF file: a module before it is loaded, or any object file. It is linked here, in
/// memory: sections get addresses where x86-64 has its modules, symbols of other files get sixteen
/// bytes each behind them, and relocations are applied. So a call of `kfree` is a call to an
/// address that has this name, as in a loaded module.
public final class ModuleFile implements CodeImage {
  /// `MODULES_VADDR` with room for the kernel before it (arch/x86/include/asm/pgtable_64_types.h).
  /// Sign-extended 32-bit addresses must reach it.
  static final long BASE = 0xffff_ffff_c000_0000L;

  /// Where sections lie that a loaded module does not have any more: below the kernel, and near
  /// enough for the distances in tables that lead to those it has.
  private static final long BESIDE = 0xffff_ffff_5000_0000L;

  private static final int IMPORT_SIZE = 16;

  private final ElfFile file;
  private final Placement placement;
  private final ElfSpace space;
  private final Optional<ElfSymbols> table;
  private final NamedAddresses symbols;
  private final long importsAt;

  /// Entry of the symbol table to index of its import.
  private final Map<Integer, Integer> imports = new HashMap<>();

  private final List<String> importNames = new ArrayList<>();
  private final Map<Integer, List<ElfSection>> relocations = new HashMap<>();
  private final Map<Integer, byte[]> linked = new ConcurrentHashMap<>();
  private final Map<String, Boolean> unknown = new ConcurrentHashMap<>();

  /// Places of relocations whose value is not known.
  private final NavigableSet<Long> open = new ConcurrentSkipListSet<>(Long::compareUnsigned);

  /// @param file closed with the image
  ModuleFile(ElfFile file) {
    this(file, Placement.NONE, BASE);
  }

  /// A module as it was loaded: its bytes are those that memory had before anything was patched.
  ///
  /// @param file closed with the image
  /// @throws org.inquest.formats.fault.MalformedInput where it is no module's file
  public static ModuleFile loaded(ElfFile file, Placement placement) {
    return new ModuleFile(file, placement, BESIDE);
  }

  /// A module beside others in one address space.
  ///
  /// @param file closed with the image
  /// @param beside the module before it; empty for the first one
  /// @throws org.inquest.formats.fault.MalformedInput where it is no module's file
  public static ModuleFile after(ElfFile file, Optional<ModuleFile> beside) {
    return new ModuleFile(file, Placement.NONE, beside.map(ModuleFile::behind).orElse(BASE));
  }

  /// The first address that nothing of it needs, imports included.
  private long behind() {
    return importsAt + (long) importNames.size() * IMPORT_SIZE + 0xfff & ~0xfffL;
  }

  private ModuleFile(ElfFile file, Placement placement, long base) {
    this.file = file;
    this.placement = placement;
    this.space = ElfSpace.laidOut(file, base, placement);
    this.table = file.sectionOfType(ElfSection.SHT_SYMTAB).map(file::symbols);
    this.symbols = ElfSymbolIndex.of(file, space).orElseGet(NamedAddresses::none);
    long end = base;
    for (CodeSection section : space.sections()) {
      end = placement.section(section.name()).isPresent() ? end : Math.max(end, section.end());
    }
    this.importsAt = (end + 0xfff) & ~0xfffL;
    table.ifPresent(this::findImports);
    for (ElfSection section : file.sections()) {
      if (section.type() == ElfSection.SHT_RELA) {
        relocations.computeIfAbsent(section.info(), i -> new ArrayList<>()).add(section);
      }
    }
  }

  private void findImports(ElfSymbols all) {
    for (int i = 1; i < all.size(); i++) {
      if (all.section(i) == 0) {
        imports.put(i, importNames.size());
        importNames.add(all.name(i));
      }
    }
  }

  /// The file behind it, for those who need its tables.
  public ElfFile file() {
    return file;
  }

  /// The address that a section has here, by its number; 0 for one that is not in memory.
  public long address(int section) {
    int part = space.partOf(section);
    return part < 0 ? 0 : space.parts().get(part).section().address();
  }

  /// Whether an address stands for a symbol of another file: there are no bytes.
  public boolean isImport(long address) {
    return importAt(address) >= 0;
  }

  private int importAt(long address) {
    long index = (address - importsAt) / IMPORT_SIZE;
    return Long.compareUnsigned(address, importsAt) >= 0 && index < importNames.size()
        ? (int) index
        : -1;
  }

  @Override
  public String name() {
    return file.bytes().name();
  }

  @Override
  public int machine() {
    return file.machine();
  }

  @Override
  public List<CodeSection> sections() {
    return space.sections();
  }

  @Override
  public Optional<CodeSection> sectionAt(long address) {
    return space.sectionAt(address);
  }

  @Override
  public Functions functions() {
    return symbols.functions();
  }

  @Override
  public Optional<Symbol> symbolAt(long address) {
    int index = importAt(address);
    if (index >= 0) {
      return Optional.of(imported(index));
    }
    Optional<Symbol> own = symbols.at(address);
    // String constants have no symbols; relocations name them by section.
    return own.isPresent()
        ? own
        : sectionAt(address).map(s -> new Symbol(s.name(), s.address(), s.size(), 'r', ""));
  }

  /// The symbols of other files, by the addresses that stand for them.
  public List<Symbol> imports() {
    List<Symbol> out = new ArrayList<>(importNames.size());
    for (int i = 0; i < importNames.size(); i++) {
      out.add(imported(i));
    }
    return out;
  }

  private Symbol imported(int index) {
    long address = importsAt + (long) index * IMPORT_SIZE;
    return new Symbol(importNames.get(index), address, IMPORT_SIZE, 'U', "");
  }

  @Override
  public List<Symbol> symbols(String name) {
    List<Symbol> found = new ArrayList<>(symbols.named(name));
    int index = importNames.indexOf(name);
    if (index >= 0) {
      found.add(imported(index));
    }
    return found;
  }

  @Override
  public void read(long address, byte[] target, int offset, int length) {
    int done = 0;
    while (done < length) {
      ElfSpace.Part part = space.partAt(address + done);
      long within = address + done - part.section().address();
      int chunk = (int) Math.min(length - done, part.section().size() - within);
      if (relocations.containsKey(part.number())) {
        byte[] bytes = linked.computeIfAbsent(part.number(), number -> link(part));
        System.arraycopy(bytes, (int) within, target, offset + done, chunk);
      } else {
        space.copy(part, within, target, offset + done, chunk);
      }
      done += chunk;
    }
  }

  private byte[] link(ElfSpace.Part part) {
    byte[] bytes = space.bytes(part);
    Relocator relocator = Relocator.of(machine());
    for (ElfSection section : relocations.getOrDefault(part.number(), List.of())) {
      ElfRelocations all = file.relocations(section);
      for (int i = 0; i < all.size(); i++) {
        long place = part.section().address() + all.offset(i);
        Optional<Long> value = value(all.symbol(i));
        if (value.isEmpty()
            || !relocator.apply(
                all.type(i), bytes, all.offset(i), place, value.get() + all.addend(i))) {
          unknown.put(part.section().name(), true);
          open.add(place);
        } else if (isImport(value.get())) {
          open.add(place);
        }
      }
    }
    return bytes;
  }

  /// The address of a symbol.
  private Optional<Long> value(int symbol) {
    Integer index = imports.get(symbol);
    if (index != null) {
      OptionalLong known = placement.symbol(importNames.get(index));
      if (known.isPresent()) {
        return Optional.of(known.getAsLong());
      }
      return Optional.of(importsAt + (long) index * IMPORT_SIZE);
    }
    if (table.isEmpty() || symbol <= 0 || symbol >= table.get().size()) {
      return Optional.empty();
    }
    int section = table.get().section(symbol);
    int part = space.partOf(section);
    if (part >= 0) {
      return Optional.of(space.sections().get(part).address() + table.get().value(symbol));
    }
    return section >= ElfSection.SHN_RESERVED
        ? Optional.of(table.get().value(symbol))
        : Optional.empty();
  }

  /// Whether a byte belongs to a relocation that could not be applied. Known for parts that were
  /// read.
  public boolean isOpen(long address) {
    Long place = open.floor(address);
    return place != null && address - place < Long.BYTES;
  }

  @Override
  public List<String> gaps() {
    List<String> gaps = new ArrayList<>(symbols.gaps());
    gaps.addAll(space.gaps());
    if (!unknown.isEmpty()) {
      gaps.add(
          "relocations of a kind that is not known, or without a symbol, were left out in "
              + String.join(", ", unknown.keySet().stream().sorted().toList()));
    }
    return gaps;
  }

  @Override
  public void close() {
    file.close();
  }
}
