package org.inquest.profile.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.engine.debugfile.DebugFile;
import org.inquest.engine.debugfile.DebugFiles;
import org.inquest.engine.debugfile.ModuleFolder;
import org.inquest.engine.debugfile.ModuleJudge;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.elf.BuildId;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.fault.InquestException;

/// A kernel module by its own file, `.ko` or packed: its instructions and source lines, and its
/// functions in profiles of another machine or of an earlier start, and where the kernel hides its
/// addresses.
///
/// A profile tells only where a module begins. The kernel puts the sections with code there in the
/// order of the file, each aligned as it asks for; those that are for the start only lie elsewhere
/// and are gone (kernel/module/main.c, layout_sections).
final class ModuleCode {
  private static final Pattern RELEASE = Pattern.compile("/lib/modules/([^/]+)/.*");

  private final CodeFinder finder;
  private final Binaries all;

  ModuleCode(CodeFinder finder, Binaries all) {
    this.finder = finder;
    this.all = all;
  }

  /// A module whose file tells its functions.
  ///
  /// @param start the module's first address
  Code find(Binary binary, long start) {
    List<String> gaps = new ArrayList<>();
    return file(binary, gaps)
        .map(f ->
            code(binary, start, ElfFunctions.loaded(f, layout(f, start)), () -> Optional.of(f)))
        .orElseGet(() ->
            Code.unknown(
                gaps.isEmpty()
                    ? binary.path() + ": the module's file is nowhere to be found: --modules FOLDER"
                    : gaps.getFirst()));
  }

  /// A module whose functions are known; its file is looked for when somebody asks for more.
  Code listed(Binary binary, long start, SymbolTable functions) {
    return code(
        binary, start, functions, CodeFinder.remembered(() -> file(binary, new ArrayList<>())));
  }

  private Code code(
      Binary binary, long start, SymbolTable functions, Supplier<Optional<ElfFile>> file) {
    return new Code(
        functions,
        FunctionRanges.NONE,
        Optional.empty(),
        () ->
            file.get()
                .flatMap(
                    f -> new ModuleText(f, layout(f, start)).machineCode(all.kernelFunctions())),
        () ->
            file.get()
                .flatMap(f -> withLines(binary, f))
                .flatMap(f -> new ModuleText(f, layout(f, start)).lines()),
        "");
  }

  private Optional<ElfFile> file(Binary binary, List<String> gaps) {
    return finder.cached(binary, "elf").or(() -> inFolder(binary, gaps));
  }

  /// The file itself, or one with its debugging information.
  private Optional<ElfFile> withLines(Binary binary, ElfFile file) {
    if (DwarfFile.in(file)) {
      return Optional.of(file);
    }
    ModuleJudge judge = new ModuleJudge(name(binary), BuildId.of(file), Optional.empty());
    try {
      return new DebugFiles(finder.places(), all.release().orElse(""))
          .module(judge)
          .debug()
          .map(DebugFile::open);
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  private Optional<ElfFile> inFolder(Binary binary, List<String> gaps) {
    Optional<Path> folder = finder.places().modules().or(() -> ofRelease(binary.path()));
    ModuleJudge judge = new ModuleJudge(name(binary), binary.buildId(), Optional.empty());
    return folder
        .filter(Files::isDirectory)
        .flatMap(path -> ModuleFolder.of(path).code(judge, gaps));
  }

  /// Names in paths may have `-` where the kernel has `_`.
  private static String name(Binary binary) {
    return binary.name().replaceAll("^\\[|]$|\\.ko.*$", "").replace('-', '_');
  }

  private Optional<Path> ofRelease(String path) {
    Matcher named = RELEASE.matcher(path);
    Optional<String> told = named.matches() ? Optional.of(named.group(1)) : all.release();
    return told.filter(r -> !r.contains("/") && !r.isEmpty())
        .map(r -> finder.root().orElse(finder.machine()).resolve("lib/modules").resolve(r));
  }

  /// Where each section with code lies; 0 for the others.
  static long[] layout(ElfFile file, long start) {
    List<ElfSection> sections = file.sections();
    long[] places = new long[sections.size()];
    long at = 0;
    for (int i = 1; i < places.length; i++) {
      ElfSection section = sections.get(i);
      if (section.allocated() && section.executable() && !section.name().startsWith(".init")) {
        long alignment = Math.max(1, section.alignment());
        at = (at + alignment - 1) / alignment * alignment;
        places[i] = start + at;
        at += section.size();
      }
    }
    return places;
  }
}
