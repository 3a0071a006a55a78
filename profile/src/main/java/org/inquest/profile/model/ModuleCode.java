package org.inquest.profile.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.engine.debugfile.ModuleFolder;
import org.inquest.engine.debugfile.ModuleJudge;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;

/// The functions of a kernel module by its own file, `.ko` or packed: for profiles of another
/// machine or of an earlier start, and where the kernel hides its addresses.
///
/// A profile tells only where a module begins. The kernel puts the sections with code there in the
/// order of the file, each aligned as it asks for; those that are for the start only lie elsewhere
/// and are gone (kernel/module/main.c, layout_sections).
final class ModuleCode {
  private static final Pattern RELEASE = Pattern.compile("/lib/modules/([^/]+)/.*");

  private final CodeFinder finder;
  private final Optional<String> release;

  /// @param release of the kernel that was profiled
  ModuleCode(CodeFinder finder, Optional<String> release) {
    this.finder = finder;
    this.release = release;
  }

  /// @param start the module's first address
  Code find(Binary binary, long start) {
    List<String> gaps = new ArrayList<>();
    Optional<ElfFile> file = finder.cached(binary, "elf").or(() -> inFolder(binary, gaps));
    return file.map(f -> Code.ofSymbols(ElfFunctions.loaded(f, layout(f, start))))
        .orElseGet(() ->
            Code.unknown(
                gaps.isEmpty()
                    ? binary.path() + ": the module's file is nowhere to be found: --modules FOLDER"
                    : gaps.getFirst()));
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
    Optional<String> told = named.matches() ? Optional.of(named.group(1)) : release;
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
