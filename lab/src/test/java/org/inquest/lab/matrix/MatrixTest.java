package org.inquest.lab.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.lab.scenario.Scenario;
import org.inquest.lab.scenario.Scenarios;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixTest {
  private static final Scenario ANYWHERE = Scenarios.named("healthy-idle");
  private static final Scenario HACKS = Scenarios.named("mmap-deadlock-mincore");
  @TempDir Path folder;

  @Test
  void everyPairThatIsMeantIsRunOnce() {
    List<String> run = Collections.synchronizedList(new ArrayList<>());
    List<Cell> told = Collections.synchronizedList(new ArrayList<>());
    Runner runner =
        (scenario, kernel) -> {
          run.add(scenario.name() + " " + kernel);
          return right(scenario.name(), kernel);
        };
    Matrix matrix =
        Matrix.run(List.of(ANYWHERE, HACKS), List.of("6.1", "hacks"), 2, runner, told::add);
    assertThat(run).containsExactlyInAnyOrder("healthy-idle 6.1", "mmap-deadlock-mincore hacks");
    assertThat(told).hasSize(2);
    assertThat(matrix.cells())
        .extracting(c -> c.scenario() + " " + c.kernel() + " " + c.bad())
        .containsExactly(
            "healthy-idle 6.1 false",
            "healthy-idle hacks false",
            "mmap-deadlock-mincore 6.1 false",
            "mmap-deadlock-mincore hacks false");
    assertThat(matrix.cells().get(2).outcome()).isInstanceOf(Cell.Outcome.NotMeant.class);
  }

  @Test
  void aKernelOfOnesOwnRunsEverything() {
    assertThat(Matrix.meant(HACKS, "/boot/mine")).isTrue();
    assertThat(Matrix.meant(HACKS, "6.1")).isFalse();
  }

  @Test
  void resultsAreKeptAndReplaced() {
    Path file = folder.resolve("m.tsv");
    Cell wrong =
        new Cell("a", "6.1", "6.1.0-1", new Cell.Outcome.Wrong(List.of("x\ty", "z")), seconds(9));
    MatrixFile.merge(file, List.of(right("b", "6.1"), wrong));
    assertThat(MatrixFile.read(file)).extracting(Cell::scenario).containsExactly("a", "b");
    assertThat(MatrixFile.read(file).getFirst().outcome())
        .isEqualTo(new Cell.Outcome.Wrong(List.of("x y; z")));
    MatrixFile.merge(file, List.of(right("a", "6.1")));
    assertThat(MatrixFile.read(file)).noneMatch(Cell::bad).hasSize(2);
  }

  @Test
  void whatIsNoResultIsNamed() throws Exception {
    for (String bad : List.of("x", "a\tb\tc\tfine\t1\t", "a\tb\tc\tright\tlong\t")) {
      Path file = Files.writeString(folder.resolve("bad"), bad);
      assertThatThrownBy(() -> MatrixFile.read(file)).isInstanceOf(MalformedInput.class);
    }
    assertThat(MatrixFile.read(folder.resolve("none"))).isEmpty();
  }

  private static Cell right(String scenario, String kernel) {
    return new Cell(scenario, kernel, "6.1.0-1", new Cell.Outcome.Right(), seconds(5));
  }

  private static Duration seconds(int n) {
    return Duration.ofSeconds(n);
  }
}
