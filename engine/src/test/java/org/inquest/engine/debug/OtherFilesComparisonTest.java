package org.inquest.engine.debug;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.elf.AltLink;
import org.inquest.formats.elf.DebugLink;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Programs whose debugging information lies in several files, made here by compilers, dwp, dwz and
/// objcopy: at every byte of their code, file, line and inlined functions are those that
/// llvm-symbolizer tells of the same program with everything in one file.
@Tag("lab")
class OtherFilesComparisonTest {
  /// Several units that include the same large headers, so that dwz has something to do.
  private static final int UNITS = 6;

  private static final String HEADER =
      """
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #include <unistd.h>
      #include <signal.h>
      #include <sys/stat.h>
      extern volatile int state;
      static inline __attribute__((always_inline)) int square(int x)
      {
        if (x > 3)
          state += x;
        return x * x + state;
      }
      static inline __attribute__((always_inline)) int twice(int x)
      {
        return square(x) +
               square(x + 1);
      }
      """;

  @TempDir private Path folder;

  @BeforeEach
  void writeSources() throws IOException {
    Files.writeString(folder.resolve("square.h"), HEADER);
    StringBuilder calls = new StringBuilder();
    for (int i = 0; i < UNITS; i++) {
      Files.writeString(
          folder.resolve("unit" + i + ".c"),
          """
          #include "square.h"
          static __attribute__((noinline)) int cold%1$d(struct stat *s) { return s->st_size > %1$d; }
          int work%1$d(int x)
          {
            struct stat s;
            if (twice(x) > %1$d && fstat(x, &s) == 0)
              return twice(cold%1$d(&s));
            return (int) strlen(getenv("HOME")) + x;
          }
          """
              .formatted(i));
      calls.append("int work%d(int); ".formatted(i));
    }
    StringBuilder sum = new StringBuilder();
    for (int i = 0; i < UNITS; i++) {
      sum.append(" + work%d(%d)".formatted(i, i));
    }
    Files.writeString(
        folder.resolve("main.c"),
        calls + "volatile int state;\nint main(void)\n{\n  return 0" + sum + ";\n}\n");
  }

  private static void need(String... tools) {
    for (String tool : tools) {
      boolean there =
          List.of(System.getenv("PATH").split(":")).stream()
              .anyMatch(place -> Files.isExecutable(Path.of(place, tool)));
      Assumptions.assumeTrue(there, tool + " is not installed");
    }
  }

  private List<String> run(String... command) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    List<String> lines = Files.readAllLines(out);
    assertThat(process.exitValue()).as(() -> String.join("\n", lines)).isZero();
    return lines;
  }

  /// Compiles and links; the object files stay, as split DWARF has its own beside them.
  private Path build(String compiler, String... options) throws IOException, InterruptedException {
    List<String> link = new ArrayList<>(List.of(compiler, "-o", "program", "-Wl,--build-id=sha1"));
    List<String> sources = new ArrayList<>(List.of("main"));
    for (int i = 0; i < UNITS; i++) {
      sources.add("unit" + i);
    }
    for (String source : sources) {
      List<String> compile = new ArrayList<>(List.of(compiler, "-O2", "-g"));
      compile.addAll(List.of(options));
      compile.addAll(List.of("-c", source + ".c", "-o", source + ".o"));
      run(compile.toArray(String[]::new));
      link.add(source + ".o");
    }
    run(link.toArray(String[]::new));
    return folder.resolve("program");
  }

  /// The same program without other files: the machine code does not depend on `-g`.
  private Path buildWhole(String compiler, int version) throws IOException, InterruptedException {
    Path program = build(compiler, "-gdwarf-" + version);
    return Files.move(program, folder.resolve("judge"));
  }

  /// By address: of each frame the function's name and its place.
  private Map<Long, String> symbolizer(Path program, List<Long> addresses)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("llvm-symbolizer", "--obj=" + program));
    addresses.forEach(a -> command.add("0x" + Long.toHexString(a)));
    Map<Long, String> all = new TreeMap<>();
    List<String> frames = new ArrayList<>();
    int at = 0;
    for (String line : run(command.toArray(String[]::new))) {
      if (line.isEmpty()) {
        frames.set(frames.size() - 2, "");
        all.put(addresses.get(at++), String.join("\n", frames) + "\n");
        frames.clear();
      } else {
        frames.add(line);
      }
    }
    return all;
  }

  private static String places(List<SourceFrame> frames) {
    StringBuilder all = new StringBuilder();
    for (SourceFrame frame : frames) {
      // Of the outermost function it tells the symbol: `cold0.isra.0`.
      all.append(frame.inlined() ? frame.function() : "").append('\n').append(frame.file().path());
      all.append(':').append(frame.line()).append(':').append(frame.column()).append('\n');
    }
    return all.toString();
  }

  /// @param program that Inquest reads
  /// @param judge that llvm-symbolizer reads: the same, or one that it can read
  private void compare(Path program, Path judge) throws IOException, InterruptedException {
    try (ElfFile elf = ElfFile.read(MappedFile.open(program));
        SourceLines lines = new UnitLines(DwarfFile.of(elf))) {
      ElfSection text = elf.section(".text").orElseThrow();
      List<Long> addresses =
          LongStream.range(text.address(), text.address() + text.size()).boxed().toList();
      Map<Long, String> theirs = symbolizer(judge, addresses);
      List<String> different = new ArrayList<>();
      int known = 0;
      for (long address : addresses) {
        String ours = places(lines.at(address));
        known += ours.isEmpty() ? 0 : 1;
        // The C library's start files have none; there it names symbols, and files without folder.
        if (!ours.isEmpty() && !ours.equals(theirs.get(address))) {
          different.add(Long.toHexString(address) + ": " + ours + "not " + theirs.get(address));
        }
        if (ours.isEmpty() && theirs.get(address).contains(folder.toString())) {
          different.add(Long.toHexString(address) + ": nothing, not " + theirs.get(address));
        }
      }
      assertThat(lines.gaps()).isEmpty();
      assertThat(different).isEmpty();
      assertThat(known).isGreaterThan(300);
    }
  }

  @ParameterizedTest
  @CsvSource({"gcc, 4", "gcc, 5", "clang, 4", "clang, 5"})
  void splitUnits(String compiler, int version) throws IOException, InterruptedException {
    need(compiler, "llvm-symbolizer");
    Path judge = buildWhole(compiler, version);
    Path program = build(compiler, "-gdwarf-" + version, "-gsplit-dwarf");
    assertThat(folder.resolve("unit0.dwo")).exists();
    compare(program, judge);
    Files.delete(folder.resolve("unit0.dwo"));
    try (ElfFile elf = ElfFile.read(MappedFile.open(program));
        SourceLines lines = new UnitLines(DwarfFile.of(elf))) {
      ElfSection text = elf.section(".text").orElseThrow();
      for (long i = 0; i < text.size(); i++) {
        lines.at(text.address() + i);
      }
      assertThat(lines.gaps()).singleElement().asString().contains("unit0.dwo");
    }
  }

  @ParameterizedTest
  @CsvSource({"gcc, 4, dwp", "gcc, 4, llvm-dwp", "gcc, 5, llvm-dwp", "clang, 5, llvm-dwp"})
  void bundlesOfSplitUnits(String compiler, int version, String bundler)
      throws IOException, InterruptedException {
    need(compiler, bundler, "llvm-symbolizer");
    Path judge = buildWhole(compiler, version);
    Path program = build(compiler, "-gdwarf-" + version, "-gsplit-dwarf");
    run(bundler, "-e", "program", "-o", "program.dwp");
    for (int i = 0; i < UNITS; i++) {
      Files.delete(folder.resolve("unit" + i + ".dwo"));
    }
    compare(program, judge);
  }

  @ParameterizedTest
  @CsvSource({"gcc, 4", "gcc, 5", "clang, 4"})
  void unitsThatDwzMadeSmaller(String compiler, int version)
      throws IOException, InterruptedException {
    need(compiler, "dwz", "llvm-symbolizer");
    Path program = build(compiler, "-gdwarf-" + version);
    Path judge = Files.copy(program, folder.resolve("judge"));
    run("dwz", "-o", "small", "program");
    assertThat(Files.size(folder.resolve("small"))).isLessThan(Files.size(program));
    compare(folder.resolve("small"), judge);
  }

  @ParameterizedTest
  @CsvSource({"4, -m", "5, -m", "5, --dwarf-5"})
  void whatProgramsHaveInCommon(int version, String how) throws IOException, InterruptedException {
    need("gcc", "dwz", "llvm-symbolizer");
    Path program = build("gcc", "-gdwarf-" + version);
    Path judge = Files.copy(program, folder.resolve("judge"));
    Files.copy(program, folder.resolve("second"));
    List<String> command = new ArrayList<>(List.of("dwz", "-r", "-m", "common.debug"));
    if (!how.equals("-m")) {
      command.add(how);
    }
    command.addAll(List.of("program", "second"));
    run(command.toArray(String[]::new));
    try (ElfFile elf = ElfFile.read(MappedFile.open(program))) {
      assertThat(AltLink.of(elf)).map(AltLink::name).contains("common.debug");
    }
    compare(program, judge);
    Files.delete(folder.resolve("common.debug"));
    try (ElfFile elf = ElfFile.read(MappedFile.open(program))) {
      assertThat(DwarfFile.of(elf).gaps()).singleElement().asString().contains("common.debug");
    }
  }

  @Test
  void theLinkOfAStrippedFile() throws IOException, InterruptedException {
    need("gcc", "objcopy", "llvm-symbolizer");
    Path program = build("gcc");
    run("objcopy", "--only-keep-debug", "program", "program.dbg");
    run("objcopy", "--strip-debug", "--add-gnu-debuglink=program.dbg", "program", "plain");
    try (ElfFile plain = ElfFile.read(MappedFile.open(folder.resolve("plain")));
        MappedFile apart = MappedFile.open(folder.resolve("program.dbg"));
        MappedFile other = MappedFile.open(program)) {
      DebugLink link = DebugLink.of(plain).orElseThrow();
      assertThat(link.name()).isEqualTo("program.dbg");
      assertThat(link.fits(apart)).isTrue();
      assertThat(link.fits(other)).isFalse();
    }
    compare(folder.resolve("program.dbg"), program);
  }
}
