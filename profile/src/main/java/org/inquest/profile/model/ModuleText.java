package org.inquest.profile.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.inquest.engine.code.SymbolNames;
import org.inquest.engine.code.image.ModuleFile;
import org.inquest.engine.code.image.Placement;
import org.inquest.engine.debug.SourceLines;
import org.inquest.engine.debug.UnitLines;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.elf.ElfSymbols;
import org.inquest.formats.fault.InquestException;
import org.jspecify.annotations.Nullable;

/// The instructions and the source lines of a kernel module, from its file, at the addresses it was
/// loaded at. Calls into the kernel lead to where the kernel's functions were.
///
/// Fedora's `.ko.debug` has no instructions, and Debian's `.ko` no lines: that is two of these.
final class ModuleText {
  private final ElfFile file;
  private final long[] places;

  /// @param file relocatable
  /// @param places where each of its sections with code lies; 0 for the others
  ModuleText(ElfFile file, long[] places) {
    this.file = file;
    this.places = places.clone();
  }

  /// The instructions; empty where the file has debugging information and no code.
  ///
  /// @param kernel the kernel's functions
  Optional<MachineCode> machineCode(SymbolTable kernel) {
    List<ElfSection> sections = file.sections();
    for (int i = 0; i < places.length; i++) {
      if (places[i] != 0 && sections.get(i).size() > 0 && !sections.get(i).hasBytes()) {
        return Optional.empty();
      }
    }
    try {
      ModuleFile loaded = ModuleFile.loaded(file, new Places(bySection(), imports(kernel)));
      return Optional.of(new MachineCode(loaded, 0, functions(kernel)));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  /// Source lines; empty where the file has none that can be read.
  Optional<SourceLines> lines() {
    try {
      return DwarfFile.in(file)
          ? Optional.of(new UnitLines(DwarfFile.of(file, section -> places[section])))
          : Optional.empty();
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  private Map<String, Long> bySection() {
    Map<String, Long> known = new HashMap<>();
    for (int i = 0; i < places.length; i++) {
      if (places[i] != 0) {
        known.putIfAbsent(file.sections().get(i).name(), places[i]);
      }
    }
    return known;
  }

  /// The addresses of those functions of the kernel that the module names.
  private Map<String, Long> imports(SymbolTable kernel) {
    Set<String> wanted = new HashSet<>();
    file.sectionOfType(ElfSection.SHT_SYMTAB)
        .map(file::symbols)
        .ifPresent(symbols -> addImports(symbols, wanted));
    Map<String, Long> found = new HashMap<>();
    for (int i = 0; i < kernel.size() && found.size() < wanted.size(); i++) {
      String name = kernel.name(i);
      if (wanted.contains(name)) {
        found.putIfAbsent(name, kernel.start(i));
      }
    }
    return found;
  }

  private static void addImports(ElfSymbols symbols, Set<String> wanted) {
    for (int i = 1; i < symbols.size(); i++) {
      if (symbols.section(i) == 0) {
        wanted.add(symbols.name(i));
      }
    }
  }

  private static SymbolNames functions(SymbolTable kernel) {
    return (address, to) -> {
      int at = kernel.find(address);
      if (at < 0) {
        return false;
      }
      long within = address - kernel.start(at);
      to.append(kernel.name(at));
      if (within != 0) {
        to.append("+0x").append(Long.toHexString(within));
      }
      return true;
    };
  }

  private record Places(Map<String, Long> sections, Map<String, Long> symbols)
      implements Placement {
    @Override
    public OptionalLong section(String name) {
      return of(sections.get(name));
    }

    @Override
    public OptionalLong symbol(String name) {
      return of(symbols.get(name));
    }

    private static OptionalLong of(@Nullable Long address) {
      return address == null ? OptionalLong.empty() : OptionalLong.of(address);
    }
  }
}
