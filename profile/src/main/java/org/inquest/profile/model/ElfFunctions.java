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
  private static final int STB_WEAK = 2;

  /// A table whose symbols are numbered from `first`.
  private record Numbered(ElfSymbols symbols, int first) {}

  private final List<Numbered> tables = new ArrayList<>();
  private final SymbolSorter sorter = new SymbolSorter(this::name);
  private int numbered;

  /// Of a relocatable file where each section lies; empty for others.
  private long[] sections = {};

  private ElfFunctions() {}

  /// @param files the program's own first, then one with debugging information apart from it
  static SymbolTable of(List<ElfFile> files) {
    ElfFunctions functions = new ElfFunctions();
    for (ElfFile file : files) {
      functions.add(file, ElfSection.SHT_SYMTAB);
    }
    if (functions.sorter.isEmpty()) {
      functions.add(files.getFirst(), ElfSection.SHT_DYNSYM);
      functions.addPacked(files.getFirst());
    }
    return functions.sorter.table();
  }

  /// Those of a kernel module.
  ///
  /// @param file relocatable: its symbols are offsets in sections
  /// @param sections where each section was loaded; 0 for one that was not, or is gone
  static SymbolTable loaded(ElfFile file, long[] sections) {
    ElfFunctions functions = new ElfFunctions();
    functions.sections = sections;
    functions.add(file, ElfSection.SHT_SYMTAB);
    return functions.sorter.table();
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
      tables.add(new Numbered(symbols, numbered));
      boolean[] executable = executable(file.sections());
      for (int i = 1; i < symbols.size(); i++) {
        add(executable, symbols, i);
      }
      numbered += symbols.size();
    } catch (InquestException e) {
      // What was read so far is right.
    }
  }

  private static boolean[] executable(List<ElfSection> sections) {
    boolean[] executable = new boolean[sections.size()];
    for (int i = 0; i < executable.length; i++) {
      executable[i] = sections.get(i).executable();
    }
    return executable;
  }

  private void add(boolean[] executable, ElfSymbols symbols, int i) {
    int type = symbols.type(i);
    int section = symbols.section(i);
    boolean function = type == ElfSymbols.STT_FUNC || type == ElfSymbols.STT_GNU_IFUNC;
    boolean label =
        type == ElfSymbols.STT_NOTYPE && section < executable.length && executable[section];
    if (section == 0 || !function && !label || symbols.nameStart(i) == 0) {
      return;
    }
    int strength =
        switch (symbols.binding(i)) {
          case ElfSymbols.STB_GLOBAL -> Entry.GLOBAL;
          case STB_WEAK -> Entry.WEAK;
          default -> Entry.LOCAL;
        };
    long start = symbols.value(i);
    if (sections.length > 0) {
      if (section >= sections.length || sections[section] == 0) {
        return;
      }
      start += sections[section];
    }
    sorter.add(start, start + symbols.bytes(i), strength, numbered + i);
  }

  private String name(int number) {
    Numbered holder = tables.getFirst();
    for (Numbered table : tables) {
      holder = table.first <= number ? table : holder;
    }
    return holder.symbols.name(number - holder.first);
  }
}
