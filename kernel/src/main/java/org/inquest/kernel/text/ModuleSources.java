package org.inquest.kernel.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.inquest.engine.code.image.ModuleFile;
import org.inquest.engine.debug.SourceFrame;
import org.inquest.engine.debug.UnitLines;
import org.inquest.engine.debugfile.Attempt;
import org.inquest.engine.debugfile.SearchResult;
import org.inquest.engine.module.LoadedModule;
import org.inquest.engine.target.Target;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;

/// The source lines of a dump's loaded modules, from files with debugging information. A module's
/// file is opened when an address of it is asked for. For one thread.
public final class ModuleSources implements AutoCloseable {
  private final Target target;
  private final Function<LoadedModule, SearchResult> files;
  private final Map<String, Optional<Lines>> opened = new HashMap<>();
  private final List<String> gaps = new ArrayList<>();

  private record Lines(ModuleFile file, UnitLines lines) {}

  /// @param files finds a module's file
  public ModuleSources(Target target, Function<LoadedModule, SearchResult> files) {
    this.target = target;
    this.files = files;
  }

  /// The places of an address in the dump, the innermost function first; none where the module's
  /// file is not there or says nothing.
  ///
  /// @return empty where the address is in no module
  public Optional<List<SourceFrame>> at(long address) {
    for (LoadedModule module : target.modules().all()) {
      if (module.containsText(address)) {
        return Optional.of(
            opened
                .computeIfAbsent(module.name(), name -> open(module))
                .map(file -> file.lines.at(address))
                .orElse(List.of()));
      }
    }
    return Optional.empty();
  }

  private Optional<Lines> open(LoadedModule module) {
    try {
      LoadedSections placement = LoadedSections.of(target, module);
      if (placement.isEmpty()) {
        gaps.add(module.name() + ": where its sections were loaded is not in the dump");
        return Optional.empty();
      }
      SearchResult search = files.apply(module);
      if (search.debug().isEmpty()) {
        gaps.add(module.name() + ": " + why(search));
      }
      return search.debug().flatMap(file -> open(file.open(), placement));
    } catch (InquestException e) {
      gaps.add(module.name() + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private static String why(SearchResult search) {
    List<Attempt> refused = search.refused();
    if (!refused.isEmpty()) {
      return refused.getFirst().place() + " " + refused.getFirst().why();
    }
    return search
        .plain()
        .map(file -> file.path() + " has no debug information")
        .orElse("no file with debug information was found");
  }

  private Optional<Lines> open(ElfFile elf, LoadedSections placement) {
    try {
      ModuleFile file = ModuleFile.loaded(elf, placement);
      return Optional.of(new Lines(file, new UnitLines(DwarfFile.of(elf, file::address))));
    } catch (InquestException e) {
      elf.close();
      gaps.add(e.getMessage());
      return Optional.empty();
    }
  }

  /// What of the modules that were asked for could not be read, a sentence each.
  public List<String> gaps() {
    List<String> all = new ArrayList<>(gaps);
    opened.values().forEach(lines -> lines.ifPresent(l -> all.addAll(l.lines.gaps())));
    return all;
  }

  @Override
  public void close() {
    opened.values().forEach(lines -> lines.ifPresent(l -> l.file.close()));
  }
}
