package org.inquest.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.ElfImage;
import org.inquest.engine.code.image.ModuleFile;
import org.inquest.engine.debug.LineIndexes;
import org.inquest.engine.debug.SourceFrame;
import org.inquest.engine.debug.SourceLines;
import org.inquest.engine.debug.UnitLines;
import org.inquest.engine.debugfile.DebugFile;
import org.inquest.engine.debugfile.DebugFiles;
import org.inquest.engine.debugfile.ProgramJudge;
import org.inquest.engine.debugfile.SearchPlaces;
import org.inquest.engine.debugfile.SearchResult;
import org.inquest.engine.target.Target;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.NotFound;
import org.inquest.kernel.text.ModuleSources;

/// Source lines for a command that was asked for them, or why there are none: of one file, with
/// those of a dump's modules where their files are at hand.
public final class SourceLookup implements AutoCloseable {
  private final Optional<SourceLines> lines;
  private final long shift;
  private final Optional<ElfFile> file;
  private final Optional<ModuleSources> modules;
  private final String missing;

  /// Whether an address was asked for that is in no module.
  private boolean unanswered;

  private SourceLookup(
      Optional<SourceLines> lines,
      long shift,
      Optional<ElfFile> file,
      Optional<ModuleSources> modules,
      String missing) {
    this.lines = lines;
    this.shift = shift;
    this.file = file;
    this.modules = modules;
    this.missing = missing;
  }

  /// @param missing why there are no lines, a sentence
  public static SourceLookup none(String missing) {
    return new SourceLookup(Optional.empty(), 0, Optional.empty(), Optional.empty(), missing);
  }

  private static SourceLookup of(SourceLines lines) {
    return new SourceLookup(Optional.of(lines), 0, Optional.empty(), Optional.empty(), "");
  }

  /// The lines of a file with code.
  ///
  /// @param image stays the caller's to close
  /// @param path where it was opened
  /// @param places where the debugging information of a stripped file is looked for
  /// @throws org.inquest.formats.fault.InquestException where its debugging information is damaged
  static SourceLookup of(CodeImage image, Path path, SearchPlaces places) {
    try {
      return switch (image) {
        case ElfImage linked when DwarfFile.in(linked.file()) ->
            of(indexes().lines(linked.file(), path));
        case ElfImage stripped -> apart(stripped.file(), path, places);
        case ModuleFile module -> of(new UnitLines(DwarfFile.of(module.file(), module::address)));
        default -> none("source lines are in the debug information (DWARF) of files with code");
      };
    } catch (NotFound e) {
      return none(e.getMessage());
    }
  }

  /// Both are linked for the same addresses.
  private static SourceLookup apart(ElfFile stripped, Path path, SearchPlaces places) {
    SearchResult found = DebugFiles.program(places, path, ProgramJudge.of(stripped));
    if (found.debug().isEmpty()) {
      return none(
          found.refused().isEmpty()
              ? "no debug information (.debug_info) in " + path + ", nor apart from it"
              : found.refused().getFirst().place() + " " + found.refused().getFirst().why());
    }
    ElfFile file = found.debug().get().open();
    SourceLines lines = indexes().lines(file, found.debug().get().path());
    return new SourceLookup(Optional.of(lines), 0, Optional.of(file), Optional.empty(), "");
  }

  /// The lines of a dump's kernel and modules, as far as files with them are found.
  ///
  /// @throws org.inquest.formats.fault.InquestException where a kernel's debugging information is
  ///   damaged
  static SourceLookup ofDump(Target target, KernelFiles files) {
    Optional<DebugFile> vmlinux = files.kernel().debug();
    SourceLookup kernel =
        vmlinux.isPresent()
            ? ofKernel(vmlinux.get().content(), target)
            : none("source lines are in debug information (DWARF): " + files.missing());
    return kernel.with(new ModuleSources(target, files::module));
  }

  /// The file's symbols are not needed, which are most of its cost.
  private static SourceLookup ofKernel(Path vmlinux, Target target) {
    ElfFile file = ElfFile.read(MappedFile.open(vmlinux));
    boolean opened = false;
    try {
      long shift = KernelFiles.shift(file, target);
      SourceLines lines = indexes().lines(file, vmlinux);
      opened = true;
      return new SourceLookup(Optional.of(lines), shift, Optional.of(file), Optional.empty(), "");
    } catch (NotFound e) {
      return none(e.getMessage());
    } finally {
      if (!opened) {
        file.close();
      }
    }
  }

  static LineIndexes indexes() {
    return new LineIndexes(UserCache.folder("lines"));
  }

  /// These lines and those of modules.
  private SourceLookup with(ModuleSources files) {
    return new SourceLookup(lines, shift, file, Optional.of(files), missing);
  }

  /// The places of an address, the innermost function first; empty where nothing is known.
  public List<SourceFrame> at(long address) {
    List<SourceFrame> own = lines.map(l -> l.at(address - shift)).orElse(List.of());
    if (!own.isEmpty()) {
      return own;
    }
    Optional<List<SourceFrame>> theirs = modules.flatMap(m -> m.at(address));
    unanswered |= theirs.isEmpty();
    return theirs.orElse(List.of());
  }

  /// Whether there are lines, as far as it was asked for any: for the kernel or for a module.
  public boolean known() {
    return missing.isEmpty() || !unanswered;
  }

  /// What was asked for and could not be read, a sentence each.
  List<String> gaps() {
    List<String> gaps = new ArrayList<>(lines.map(SourceLines::gaps).orElse(List.of()));
    if (!known()) {
      gaps.add(missing);
    }
    modules.ifPresent(m -> gaps.addAll(m.gaps()));
    return gaps;
  }

  @Override
  public void close() {
    lines.ifPresent(SourceLines::close);
    modules.ifPresent(ModuleSources::close);
    file.ifPresent(ElfFile::close);
  }
}
