package org.inquest.app.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.inquest.engine.debug.SourceFrame;
import org.inquest.engine.debug.SourceLines;
import org.inquest.engine.debug.UnitLines;
import org.inquest.engine.debugfile.DebugFile;
import org.inquest.engine.debugfile.DebugFiles;
import org.inquest.engine.debugfile.ProgramJudge;
import org.inquest.engine.debugfile.SearchPlaces;
import org.inquest.engine.debugfile.SearchResult;
import org.inquest.engine.user.Program;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;

/// The source lines of a dump's programs and libraries: from debugging information in their own
/// files, or in files apart from them, which are looked for once for each program. For one thread.
public final class ProgramSources implements AutoCloseable {
  private static final int MAX_PROGRAMS = 64;

  private final SearchPlaces places;
  private final Map<Program, Optional<SourceLines>> lines =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Program, Optional<SourceLines>> eldest) {
          boolean full = size() > MAX_PROGRAMS;
          if (full) {
            eldest.getValue().ifPresent(SourceLines::close);
          }
          return full;
        }
      };
  private final List<ElfFile> opened = new ArrayList<>();
  private final TreeSet<String> gaps = new TreeSet<>();

  ProgramSources(SearchPlaces places) {
    this.places = places;
  }

  /// The places of an address, the innermost function first; empty where nothing tells.
  ///
  /// @param linked the address as the program has it, inside the instruction that is meant
  public List<SourceFrame> at(Program program, long linked) {
    return lines.computeIfAbsent(program, this::find).map(l -> l.at(linked)).orElse(List.of());
  }

  private Optional<SourceLines> find(Program program) {
    for (ElfFile file : program.files()) {
      try {
        Optional<SourceLines> found = DwarfFile.in(file) ? Optional.of(own(file)) : apart(file);
        if (found.isPresent()) {
          return found;
        }
      } catch (InquestException e) {
        gaps.add(program.name() + ": no source lines: " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  private static SourceLines own(ElfFile file) {
    return file.bytes()
        .path()
        .map(path -> SourceLookup.indexes().lines(file, path))
        .orElseGet(() -> new UnitLines(DwarfFile.of(file)));
  }

  private Optional<SourceLines> apart(ElfFile file) {
    ProgramJudge judge = ProgramJudge.of(file);
    SearchResult found =
        file.bytes()
            .path()
            .map(path -> DebugFiles.program(places, path, judge))
            .orElseGet(() -> DebugFiles.program(places, judge));
    Optional<DebugFile> debug = found.debug();
    if (debug.isEmpty()) {
      return Optional.empty();
    }
    ElfFile lined = debug.get().open();
    opened.add(lined);
    return Optional.of(SourceLookup.indexes().lines(lined, debug.get().path()));
  }

  /// What could not be read, a sentence each.
  List<String> gaps() {
    List<String> all = new ArrayList<>(gaps);
    lines.values().forEach(l -> l.ifPresent(known -> all.addAll(known.gaps())));
    return all;
  }

  @Override
  public void close() {
    lines.values().forEach(l -> l.ifPresent(SourceLines::close));
    opened.forEach(ElfFile::close);
  }
}
