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
import org.inquest.engine.debugfile.SearchResult;
import org.inquest.engine.module.LoadedModule;
import org.inquest.engine.target.Target;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.fault.InquestException;

/// The source lines of a dump's loaded modules, from files with debugging information. A module's
/// file is opened when an address of it is asked for. For one thread.
public final class ModuleSources implements AutoCloseable {
  private final ModuleFiles files;
  private final Map<String, Optional<Lines>> opened = new HashMap<>();

  private record Lines(ModuleFile file, UnitLines lines) {}

  /// @param files finds a module's file
  public ModuleSources(Target target, Function<LoadedModule, SearchResult> files) {
    this.files = new ModuleFiles(target, files);
  }

  /// The places of an address in the dump, the innermost function first; none where the module's
  /// file is not there or says nothing.
  ///
  /// @return empty where the address is in no module
  public Optional<List<SourceFrame>> at(long address) {
    return files
        .at(address)
        .map(module ->
            opened
                .computeIfAbsent(module.name(), name -> files.open(module).flatMap(this::lines))
                .map(file -> file.lines.at(address))
                .orElse(List.of()));
  }

  private Optional<Lines> lines(ModuleFile file) {
    try {
      DwarfFile dwarf = DwarfFile.of(file.file(), file::address);
      return Optional.of(new Lines(file, new UnitLines(dwarf)));
    } catch (InquestException e) {
      file.close();
      files.gap(e.getMessage());
      return Optional.empty();
    }
  }

  /// What of the modules that were asked for could not be read, a sentence each.
  public List<String> gaps() {
    List<String> all = new ArrayList<>(files.gaps());
    opened.values().forEach(lines -> lines.ifPresent(l -> all.addAll(l.lines.gaps())));
    return all;
  }

  @Override
  public void close() {
    opened.values().forEach(lines -> lines.ifPresent(l -> l.file.close()));
  }
}
