package org.inquest.app.command;

import org.inquest.engine.code.image.ModuleFile;
import org.inquest.engine.debug.name.NameIndexes;
import org.inquest.engine.debug.type.DwarfTypes;
import org.inquest.engine.debug.type.LoadedTypes;
import org.inquest.engine.debugfile.DebugFile;
import org.inquest.engine.module.LoadedModule;
import org.inquest.engine.target.Target;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.Unsupported;
import org.inquest.kernel.text.LoadedSections;

/// Opens files with debugging information for the types in them.
final class DebugTypes {
  private DebugTypes() {}

  /// The types of a dump's kernel. Names are looked up in an index in the user's cache folder.
  ///
  /// @return to be closed by the caller
  /// @throws InquestException where the file can't be used
  static LoadedTypes ofKernel(Target target, DebugFile found) {
    ElfFile file = found.open();
    try {
      long shift = KernelFiles.shift(file, target);
      DwarfFile dwarf = DwarfFile.of(file);
      NameIndexes indexes = new NameIndexes(UserCache.folder("names"));
      DwarfTypes types = new DwarfTypes(dwarf, () -> indexes.of(dwarf, found.content()));
      return new LoadedTypes(types, file, "", shift);
    } catch (InquestException e) {
      file.close();
      throw e;
    }
  }

  /// The types of a loaded module, and its variables where they were loaded. A module's names are
  /// read in milliseconds.
  ///
  /// @return to be closed by the caller
  /// @throws InquestException where the file can't be used; the message names the module
  static LoadedTypes ofModule(Target target, LoadedModule module, DebugFile found) {
    ElfFile file = found.open();
    try {
      LoadedSections placement = LoadedSections.of(target, module);
      DwarfFile dwarf =
          placement.isEmpty()
              ? DwarfFile.of(file)
              : DwarfFile.of(file, ModuleFile.loaded(file, placement)::address);
      DwarfTypes types = new DwarfTypes(dwarf, () -> NameIndexes.inMemory(dwarf));
      return new LoadedTypes(types, file, module.name(), 0);
    } catch (InquestException e) {
      file.close();
      throw new Unsupported(module.name() + ": " + e.getMessage());
    }
  }
}
