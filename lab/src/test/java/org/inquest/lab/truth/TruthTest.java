package org.inquest.lab.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.inquest.lab.matrix.Cell;
import org.inquest.lab.matrix.Matrix;
import org.inquest.lab.matrix.MatrixFile;
import org.inquest.lab.matrix.Runner;
import org.inquest.lab.run.Lab;
import org.inquest.lab.run.Progress;
import org.inquest.lab.scenario.Scenario;
import org.inquest.lab.scenario.Scenarios;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What Inquest says of each scenario's dump is what the scenario knows to be true: every scenario
/// on one kernel, the deadlock on four. `inquest lab matrix` runs them all on all.
///
/// With `-Dinquest.lab.record=FILE` the results go into that file, as those of `lab matrix
/// --record` do: SUPPORT.md's table is made from it.
@Tag("lab")
@Execution(
    ExecutionMode.CONCURRENT) // Two at a time (junit-platform.properties): guests often wait.
class TruthTest {
  private static final String DEADLOCK = "mmap-deadlock";
  private static final String USUAL = "6.1";
  private static final String HACKS = "hacks";
  private static final Path CACHE =
      Path.of(System.getProperty("user.home"), ".cache", "inquest", "lab");

  private static final Optional<Path> RECORD =
      Optional.ofNullable(System.getProperty("inquest.lab.record")).map(Path::of);

  @TempDir static Path folder;

  static Stream<String> pairs() {
    List<String> pairs = new ArrayList<>();
    for (Scenario scenario : Scenarios.all()) {
      List<String> kernels = scenario.kernels();
      if (scenario.name().equals(DEADLOCK)) {
        kernels.forEach(kernel -> pairs.add(scenario.name() + " " + kernel));
      } else {
        pairs.add(
            scenario.name() + " " + (Matrix.meant(scenario, USUAL) ? USUAL : kernels.getFirst()));
      }
    }
    return pairs.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pairs")
  @Timeout(900)
  void theVerdictIsTheTruth(String pair) throws IOException {
    String[] words = pair.split(" ");
    Path own = folder.resolve(Integer.toHexString(pair.hashCode()));
    Path temporary = own.resolve("tmp");
    Lab lab = new Lab(CACHE, temporary, Progress.SILENT);
    Path out = own.resolve("out");
    Cell cell =
        Runner.in(lab, out, false).run(Scenarios.named(words[0]), kernel(words[0], words[1]));
    RECORD.ifPresent(file -> record(file, cell, words[1]));
    assertThat(cell.outcome()).as("%s", consoleEnd(out)).isEqualTo(new Cell.Outcome.Right());
    assertThat(temporary).isEmptyDirectory();
    delete(out);
  }

  private static synchronized void record(Path file, Cell cell, String kernel) {
    MatrixFile.merge(
        file,
        List.of(new Cell(cell.scenario(), kernel, cell.release(), cell.outcome(), cell.took())));
  }

  /// The hacks kernel is built by hand in minutes, so a machine may not have it.
  private static String kernel(String scenario, String series) {
    if (!series.equals(HACKS)) {
      return series;
    }
    Optional<String> built = HacksKernel.find(CACHE, scenario);
    Assumptions.assumeTrue(
        built.isPresent(),
        "no hacks kernel here: 'inquest lab build-kernel hacks' builds one in minutes");
    return built.orElseThrow();
  }

  private static String consoleEnd(Path out) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path file : list(out)) {
      if (file.toString().endsWith(".console")) {
        List<String> lines = Files.readAllLines(file);
        lines
            .subList(Math.max(0, lines.size() - 30), lines.size())
            .forEach(l -> text.append(l).append('\n'));
      }
    }
    return text.toString();
  }

  private static void delete(Path folder) throws IOException {
    for (Path file : list(folder)) {
      Files.delete(file);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
