package org.inquest.formats.mangle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.elf.ElfSymbols;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All C++ names of the machine's own libraries beside what `c++filt` of binutils makes of them.
///
/// Of 56,973 names of gdb, libstdc++, ICU, LLVM 15 and Boost 22 are others with parameters, 1
/// without.
@Tag("lab")
final class CxxFiltComparisonTest {
  /// The share of names that has to be the same to the letter.
  private static final double ENOUGH = 0.999;

  private static final int MOST_OF_A_FILE = 50_000;

  /// Beginnings of file names of programs in C++, as Debian and others have them.
  private static final List<String> LIBRARIES =
      List.of("libstdc++.so.6", "libicuuc.so", "libicui18n.so", "libLLVM", "libboost", "libQt");

  @TempDir Path folder;

  @Test
  void namesAreThoseOfBinutils() throws IOException, InterruptedException {
    compare(List.of());
  }

  @Test
  void briefNamesAreThoseOfBinutils() throws IOException, InterruptedException {
    compare(List.of("-p"));
  }

  private void compare(List<String> options) throws IOException, InterruptedException {
    boolean there = Files.isExecutable(Path.of("/usr/bin/c++filt"));
    Assumptions.assumeTrue(there, "needs c++filt: install binutils");
    List<Path> files = libraries();
    Assumptions.assumeFalse(files.isEmpty(), "needs a library in C++: install libstdc++6");
    for (Path file : files) {
      List<String> symbols = List.copyOf(symbols(file));
      if (symbols.size() < 100) {
        continue;
      }
      List<String> theirs = filtered(symbols, options);
      List<String> apart = new ArrayList<>();
      for (int i = 0; i < symbols.size(); i++) {
        String symbol = symbols.get(i);
        String ours = options.isEmpty() ? Demangled.name(symbol) : Demangled.brief(symbol);
        if (!written(ours).equals(written(theirs.get(i)))) {
          apart.add(symbol + "\n  binutils " + theirs.get(i) + "\n  Inquest  " + ours);
        }
      }
      double share = 1 - (double) apart.size() / symbols.size();
      assertThat(share)
          .as(
              "%s: %d of %d are other names: %s",
              file.getFileName(),
              apart.size(),
              symbols.size(),
              String.join("\n", apart.subList(0, Math.min(apart.size(), 20))))
          .isGreaterThanOrEqualTo(ENOUGH);
    }
  }

  /// Binutils writes `>>` behind an empty pack and `> >` elsewhere.
  private static String written(String name) {
    return name.replace("> >", ">>").replace("> >", ">>");
  }

  private List<String> filtered(List<String> symbols, List<String> options)
      throws IOException, InterruptedException {
    Path in = Files.write(folder.resolve("symbols"), symbols);
    Path out = folder.resolve("names");
    List<String> command = new ArrayList<>(List.of("c++filt", "-i"));
    command.addAll(options);
    Process process =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
    List<String> names = Files.readAllLines(out, StandardCharsets.UTF_8);
    assertThat(names).hasSameSizeAs(symbols);
    return names;
  }

  /// The newest of each, in the folder of the machine's libraries.
  private static List<Path> libraries() throws IOException {
    List<Path> found = new ArrayList<>();
    Path program = Path.of("/usr/bin/gdb");
    if (Files.isRegularFile(program)) {
      found.add(program);
    }
    for (String place : List.of("/usr/lib/x86_64-linux-gnu", "/usr/lib64")) {
      if (Files.isDirectory(Path.of(place))) {
        try (Stream<Path> all = Files.list(Path.of(place))) {
          List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
          for (String name : LIBRARIES) {
            files.stream()
                .filter(f -> f.getFileName().toString().startsWith(name))
                .reduce((a, b) -> b)
                .filter(f -> !f.toString().endsWith(".a") && !f.toString().endsWith(".py"))
                .ifPresent(found::add);
          }
        }
      }
    }
    return found;
  }

  private static Set<String> symbols(Path path) {
    Set<String> names = new TreeSet<>();
    ElfFile file = ElfFile.read(MappedFile.lend(path));
    for (ElfSection section : file.sections()) {
      if (section.type() == ElfSection.SHT_SYMTAB || section.type() == ElfSection.SHT_DYNSYM) {
        ElfSymbols all = file.symbols(section);
        for (int i = 1; i < all.size() && names.size() < MOST_OF_A_FILE; i++) {
          String name = all.name(i);
          if (name.startsWith("_Z") && name.matches("[\\w.$]+")) {
            names.add(name);
          }
        }
      }
    }
    return names;
  }
}
