package org.inquest.profile.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.elf.ElfSymbols;
import org.inquest.formats.elf.MiniDebugInfo;
import org.inquest.formats.fault.InquestException;
import org.inquest.profile.model.SymbolTable.Entry;

/// The functions that the symbol tables of files of one build name: `.symtab`, else `.dynsym` and
/// `.gnu_debugdata`.
final class ElfFunctions {
  private static final int MOST = 1 << 23;
  private static final int STB_WEAK = 2;

  private final List<Entry> entries = new ArrayList<>();

  private ElfFunctions() {}

  /// @param files the program's own first, then one with debugging information apart from it
  static SymbolTable of(List<ElfFile> files) {
    ElfFunctions functions = new ElfFunctions();
    for (ElfFile file : files) {
      functions.add(file, ElfSection.SHT_SYMTAB);
    }
    if (functions.entries.isEmpty()) {
      functions.add(files.getFirst(), ElfSection.SHT_DYNSYM);
      functions.addPacked(files.getFirst());
    }
    return SymbolTable.of(functions.entries);
  }

  private void addPacked(ElfFile file) {
    try {
      MiniDebugInfo.of(file).ifPresent(within -> add(within, ElfSection.SHT_SYMTAB));
    } catch (InquestException e) {
      // Then there are only the dynamic ones.
    }
  }

  private void add(ElfFile file, int type) {
    Optional<ElfSection> table = file.sectionOfType(type).filter(ElfSection::hasBytes);
    if (table.isEmpty()) {
      return;
    }
    try {
      ElfSymbols symbols = file.symbols(table.get());
      for (int i = 1; i < symbols.size() && entries.size() < MOST; i++) {
        add(file, symbols, i);
      }
    } catch (InquestException e) {
      // What was read so far is right.
    }
  }

  private void add(ElfFile file, ElfSymbols symbols, int i) {
    int type = symbols.type(i);
    int section = symbols.section(i);
    boolean function = type == ElfSymbols.STT_FUNC || type == ElfSymbols.STT_GNU_IFUNC;
    boolean label = type == ElfSymbols.STT_NOTYPE && section < file.sections().size();
    if (section == 0
        || !function && !label
        || symbols.nameStart(i) == 0
        || label && !file.sections().get(section).executable()) {
      return;
    }
    int strength =
        switch (symbols.binding(i)) {
          case ElfSymbols.STB_GLOBAL -> Entry.GLOBAL;
          case STB_WEAK -> Entry.WEAK;
          default -> Entry.LOCAL;
        };
    long start = symbols.value(i);
    entries.add(new Entry(start, start + symbols.bytes(i), symbols.name(i), strength));
  }
}
