package org.inquest.profile.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfRelocations;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.elf.ElfSymbols;
import org.inquest.formats.fault.InquestException;
import org.inquest.profile.model.SymbolTable.Entry;

/// The procedure linkage table of a program of x86-64: entries that jump through a word which the
/// dynamic linker fills (psABI, 5.2). An entry is named after the symbol of that word. For one
/// thread.
final class LinkageTable {
  private static final int EM_X86_64 = 62;
  private static final int GLOB_DAT = 6;
  private static final int JUMP_SLOT = 7;
  private static final int MOST = 1 << 20;

  /// Of `.plt` and `.plt.sec`; those of `.plt.got` have 8.
  private static final int ENTRY = 16;

  private final ElfFile file;

  /// Each address of a profile is looked for in them: they are few, the sections are many.
  private final List<ElfSection> tables;

  private final Map<Long, String> words = new HashMap<>();
  private boolean read;

  LinkageTable(ElfFile file) {
    this.file = file;
    this.tables =
        file.machine() == EM_X86_64
            ? file.sections().stream()
                .filter(s -> s.name().startsWith(".plt") && s.hasBytes())
                .toList()
            : List.of();
  }

  /// Whether an address is in one of the tables.
  boolean contains(long address) {
    for (int i = 0; i < tables.size(); i++) {
      if (tables.get(i).contains(address)) {
        return true;
      }
    }
    return false;
  }

  /// The entry that holds an address; empty for an address of other code.
  Optional<Entry> at(long address) {
    for (ElfSection section : tables) {
      if (section.contains(address)) {
        try {
          return entry(section, address);
        } catch (InquestException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Entry> entry(ElfSection section, long address) {
    int size = section.name().equals(".plt.got") && section.entrySize() == 8 ? 8 : ENTRY;
    long start = address - (address - section.address()) % size;
    byte[] code = new byte[size];
    file.bytes().copy(section.offset() + start - section.address(), code, 0, size);
    for (int i = 0; i + 6 <= size; i++) {
      // jmp *disp32(%rip)
      if (code[i] == (byte) 0xff && code[i + 1] == 0x25) {
        int by = 0;
        for (int k = 3; k >= 0; k--) {
          by = by << Byte.SIZE | code[i + 2 + k] & 0xff;
        }
        String name = words().get(start + i + 6 + by);
        return Optional.ofNullable(name)
            .map(n -> new Entry(start, start + size, n + "@plt", Entry.LOCAL));
      }
    }
    return Optional.empty();
  }

  private Map<Long, String> words() {
    if (!read) {
      read = true;
      for (ElfSection section : file.sections()) {
        if (section.type() == ElfSection.SHT_RELA && section.allocated()) {
          read(section);
        }
      }
    }
    return words;
  }

  private void read(ElfSection section) {
    int link = section.link();
    if (link <= 0 || link >= file.sections().size()) {
      return;
    }
    ElfRelocations all = file.relocations(section);
    ElfSymbols symbols = file.symbols(file.sections().get(link));
    for (int i = 0; i < all.size() && words.size() < MOST; i++) {
      int symbol = all.symbol(i);
      boolean kind = all.type(i) == GLOB_DAT || all.type(i) == JUMP_SLOT;
      if (kind && symbol > 0 && symbol < symbols.size()) {
        words.put(all.offset(i), symbols.name(symbol));
      }
    }
  }
}
