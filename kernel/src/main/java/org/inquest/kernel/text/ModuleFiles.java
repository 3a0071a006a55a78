package org.inquest.kernel.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.inquest.engine.code.image.ModuleFile;
import org.inquest.engine.debugfile.Attempt;
import org.inquest.engine.debugfile.SearchResult;
import org.inquest.engine.module.LoadedModule;
import org.inquest.engine.target.Target;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;

/// Opens files with debugging information of a dump's modules, laid out as the modules were loaded.
/// For one thread.
final class ModuleFiles {
  private final Target target;
  private final Function<LoadedModule, SearchResult> files;
  private final List<String> gaps = new ArrayList<>();

  /// @param files finds a module's file
  ModuleFiles(Target target, Function<LoadedModule, SearchResult> files) {
    this.target = target;
    this.files = files;
  }

  /// The module whose code an address is.
  Optional<LoadedModule> at(long address) {
    for (LoadedModule module : target.modules().all()) {
      if (module.containsText(address)) {
        return Optional.of(module);
      }
    }
    return Optional.empty();
  }

  /// Opens a module's file.
  ///
  /// @return to be closed by the caller; empty where there is none, which [#gaps] explains
  Optional<ModuleFile> open(LoadedModule module) {
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

  private Optional<ModuleFile> open(ElfFile elf, LoadedSections placement) {
    try {
      return Optional.of(ModuleFile.loaded(elf, placement));
    } catch (InquestException e) {
      elf.close();
      gaps.add(e.getMessage());
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

  /// Remembers what a file that was opened could not tell.
  void gap(String sentence) {
    gaps.add(sentence);
  }

  /// Why files could not be opened, a sentence each.
  List<String> gaps() {
    return List.copyOf(gaps);
  }
}
