package org.inquest.profile.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.inquest.engine.debug.LineIndexes;
import org.inquest.engine.debug.SourceLines;
import org.inquest.engine.debugfile.DebugFile;
import org.inquest.engine.debugfile.DebugFiles;
import org.inquest.engine.debugfile.ProgramJudge;
import org.inquest.engine.debugfile.SearchPlaces;
import org.inquest.engine.user.ProgramFiles;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.elf.BuildId;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;

/// Finds functions and lines of binaries: in their own files, in files with debugging information
/// apart from them, in what perf has kept (`~/.debug`), in the running kernel's list of symbols, in
/// the tables that compilers write at run time. A file of another build is never taken.
///
/// @param places where debugging information is looked for, with the vmlinux that was named
/// @param root the folder with the machine's files, if it was another machine's
/// @param machine this machine's `/`, where `proc` and `tmp` are
/// @param kept folders laid out as perf's build-id cache
/// @param lines keeps indexes of source lines
/// @param demangled whether names of C++ and Rust are written as in the source
public record CodeFinder(
    SearchPlaces places,
    Optional<Path> root,
    Path machine,
    List<Path> kept,
    LineIndexes lines,
    boolean demangled) {
  public CodeFinder {
    kept = List.copyOf(kept);
  }

  /// The same with names as they stand in symbol tables.
  public CodeFinder withRawNames() {
    return new CodeFinder(places, root, machine, kept, lines, false);
  }

  Code find(Binary binary, Binaries all) {
    try {
      return switch (binary.kind()) {
        case FILE -> file(binary);
        case VDSO ->
            cached(binary, "vdso").map(f -> ofFile(f, "")).orElseGet(() -> missing(binary));
        case KERNEL -> new KernelCode(this, all).find(binary);
        case JIT -> jit(binary);
        case UNKNOWN -> Code.unknown("");
      };
    } catch (InquestException e) {
      return Code.unknown(binary.path() + ": " + e.getMessage());
    }
  }

  private static Code missing(Binary binary) {
    return Code.unknown(binary.path() + ": its code is nowhere to be found");
  }

  /// The tables of compilers that make code when programs run
  /// (tools/perf/Documentation/jit-interface.txt).
  private Code jit(Binary binary) {
    Path table = machine.resolve("tmp").resolve(binary.name());
    return Files.isRegularFile(table)
        ? TextSymbols.jitMap(table)
        : Code.unknown(
            binary.name()
                + ": no table of the code that process "
                + binary.pid()
                + " made ("
                + table
                + ")");
  }

  /// What a compiler tells of its code, in a file that a process has mapped.
  JitCode jitDump(String path, int pid) {
    String relative = path.startsWith("/") ? path.substring(1) : path;
    List<Path> places = new ArrayList<>();
    root.ifPresent(r -> places.add(r.resolve(relative)));
    if (root.isEmpty()) {
      // A container's, as long as it runs.
      places.add(
          machine.resolve("proc").resolve(Integer.toString(pid)).resolve("root/" + relative));
      places.add(machine.resolve(relative));
    }
    return JitCode.first(path, places);
  }

  private Code file(Binary binary) {
    Optional<ElfFile> cached = cached(binary, "elf");
    if (cached.isPresent()) {
      return ofFile(cached.get(), "");
    }
    ProgramFiles.Result found = find(binary);
    return switch (found) {
      case ProgramFiles.Result.Right(ElfFile file, boolean proven) -> ofFile(file, "");
      case ProgramFiles.Result.None(String why) -> apart(binary, why);
    };
  }

  private ProgramFiles.Result find(Binary binary) {
    ProgramFiles below = new ProgramFiles(root, Optional.of(machine));
    ProgramFiles.Result result = below.find(binary.path(), binary.buildId(), OptionalLong.empty());
    if (result instanceof ProgramFiles.Result.Right
        || root.isPresent()
        || binary.buildId().isPresent()) {
      return result;
    }
    // Nothing was recorded to compare with; the profile is of this machine as far as anybody knows.
    return new ProgramFiles(Optional.of(machine), Optional.empty())
        .find(binary.path(), Optional.empty(), OptionalLong.empty());
  }

  /// Debugging information of a file that is gone still names its functions.
  private Code apart(Binary binary, String why) {
    String gap = binary.path() + ": " + why;
    if (binary.buildId().isEmpty()) {
      return Code.unknown(gap);
    }
    return DebugFiles.program(places, new ProgramJudge(binary.buildId()))
        .debug()
        .map(debug -> ofFile(debug.open(), ""))
        .orElseGet(() -> Code.unknown(gap));
  }

  /// A file that perf kept when it recorded: `.build-id/ab/cdef.../elf`.
  Optional<ElfFile> cached(Binary binary, String name) {
    return keptFile(binary, name).map(path -> ElfFile.read(MappedFile.lend(path)));
  }

  Optional<Path> keptFile(Binary binary, String name) {
    String id = binary.buildId().orElse("");
    if (id.length() < 4) {
      return Optional.empty();
    }
    return kept.stream()
        .map(folder ->
            folder.resolve(".build-id").resolve(id.substring(0, 2)).resolve(id.substring(2)))
        .map(folder -> folder.resolve(name))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private Code ofFile(ElfFile file, String gap) {
    List<ElfFile> named = new ArrayList<>(List.of(file));
    Supplier<Optional<ElfFile>> debug = remembered(() -> debugFile(file));
    if (file.section(".symtab").isEmpty()) {
      debug.get().ifPresent(named::add);
    }
    return new Code(
        ElfFunctions.of(named),
        FunctionRanges.of(file),
        Optional.of(file),
        () -> Optional.of(MachineCode.of(file, 0)),
        () -> linesOf(DwarfFile.in(file) ? Optional.of(file) : debug.get()),
        gap);
  }

  static <T> Supplier<Optional<T>> remembered(Supplier<Optional<T>> made) {
    List<Optional<T>> once = new ArrayList<>();
    return () -> {
      if (once.isEmpty()) {
        once.add(made.get());
      }
      return once.getFirst();
    };
  }

  private Optional<ElfFile> debugFile(ElfFile file) {
    if (BuildId.of(file).isEmpty() && file.section(".gnu_debuglink").isEmpty()) {
      return Optional.empty();
    }
    ProgramJudge judge = ProgramJudge.of(file);
    return file.bytes()
        .path()
        .map(path -> DebugFiles.program(places, path, judge))
        .orElseGet(() -> DebugFiles.program(places, judge))
        .debug()
        .filter(d -> file.bytes().path().filter(d.path()::equals).isEmpty())
        .map(DebugFile::open);
  }

  /// The lines of a file, for many addresses; empty where it has none that can be read.
  Optional<SourceLines> linesOf(Optional<ElfFile> file) {
    try {
      return file.filter(DwarfFile::in)
          .flatMap(f -> f.bytes().path().map(path -> lines.lines(f, path)));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }
}
