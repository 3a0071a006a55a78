package org.inquest.lab.matrix;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.inquest.lab.scenario.Scenario;

/// All pairs of scenarios and kernels.
///
/// @param cells in the order of the scenarios, and for each in the order of the kernels
public record Matrix(List<Cell> cells) {
  public Matrix {
    cells = List.copyOf(cells);
  }

  /// Runs all pairs that are meant to be.
  ///
  /// @param jobs how many guests may run at a time; more than half the machine's CPUs make
  ///   watchdogs in guests bite for want of CPU time
  /// @param done told each cell as soon as it is known, from several threads if there are several
  ///   jobs
  public static Matrix run(
      List<Scenario> scenarios,
      List<String> kernels,
      int jobs,
      Runner runner,
      Consumer<Cell> done) {
    List<Future<Cell>> pending = new ArrayList<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(jobs)) {
      for (Scenario scenario : scenarios) {
        for (String kernel : kernels) {
          pending.add(workers.submit(() -> cell(scenario, kernel, runner, done)));
        }
      }
      List<Cell> cells = new ArrayList<>();
      for (Future<Cell> each : pending) {
        cells.add(each.get());
      }
      return new Matrix(cells);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new org.inquest.formats.fault.Unavailable("the matrix was interrupted", "run it again");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /// Whether a scenario is meant for a kernel. One that a person built, given by its path, is
  /// everyone's.
  public static boolean meant(Scenario scenario, String kernel) {
    return scenario.kernels().contains(kernel) || kernel.contains("/");
  }

  private static Cell cell(Scenario scenario, String kernel, Runner runner, Consumer<Cell> done) {
    if (!meant(scenario, kernel)) {
      return new Cell(scenario.name(), kernel, "", new Cell.Outcome.NotMeant(), Duration.ZERO);
    }
    Cell cell = runner.run(scenario, kernel);
    done.accept(cell);
    return cell;
  }
}
