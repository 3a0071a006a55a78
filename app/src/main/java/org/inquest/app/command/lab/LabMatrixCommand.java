package org.inquest.app.command.lab;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.formats.fault.UsageError;
import org.inquest.lab.matrix.Cell;
import org.inquest.lab.matrix.Matrix;
import org.inquest.lab.matrix.MatrixFile;
import org.inquest.lab.matrix.Runner;
import org.inquest.lab.process.Workspace;
import org.inquest.lab.run.Lab;
import org.inquest.lab.run.Progress;
import org.inquest.lab.scenario.Scenario;
import org.inquest.lab.scenario.Scenarios;

/// Scenarios times kernels: whether the verdict of each dump is what its scenario knows to be true.
public final class LabMatrixCommand implements InquestCommand {
  private static final Option KERNEL =
      Option.value("--kernel", "LIST", "kernels, divided by commas; default: 5.10,6.1,6.12,7.x");
  private static final Option JOBS =
      Option.value("--jobs", "N", "guests at a time; default: half the CPUs");
  private static final Option OUT =
      Option.value("--out", "DIR", "keep the dumps here; default: they are removed");
  private static final Option RECORD =
      Option.value("--record", "FILE", "add the results to this file");
  private static final Option REFRESH =
      Option.flag("--refresh", "look for newer kernels than the cached ones");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "lab matrix",
        "scenarios times kernels: whether every verdict is right",
        "[SCENARIO]...",
        List.of(KERNEL, JOBS, OUT, RECORD, REFRESH),
        List.of(
            new CommandInfo.Example("lab matrix --kernel 6.1", "every scenario on one kernel"),
            new CommandInfo.Example(
                "lab matrix mmap-deadlock --kernel 5.10,6.1,6.12,7.x",
                "one scenario on four kernels")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    List<Scenario> scenarios =
        arguments.operands().isEmpty()
            ? Scenarios.all()
            : arguments.operands().stream().map(Scenarios::named).toList();
    List<String> kernels =
        List.of(
            arguments.value(KERNEL).orElse(Scenario.DEBIAN_SERIES.replace(' ', ',')).split(","));
    Optional<Path> kept = arguments.value(OUT).map(Path::of).map(Path::toAbsolutePath);
    Matrix matrix;
    try (Workspace workspace = Workspace.in(LabSetup.temporaryFolder())) {
      Runner runner =
          Runner.in(
              new Lab(
                  LabSetup.cacheFolder(),
                  LabSetup.temporaryFolder(),
                  LabSetup.accelerator(),
                  Progress.SILENT),
              kept.orElse(workspace.folder()),
              arguments.has(REFRESH));
      Optional<Path> record = arguments.value(RECORD).map(Path::of);
      matrix = Matrix.run(scenarios, kernels, jobs(arguments), runner, c -> tell(c, record));
    }
    return document(kernels, matrix);
  }

  private static int jobs(Arguments arguments) {
    Optional<String> given = arguments.value(JOBS);
    if (given.isPresent() && !given.get().matches("[1-9]\\d?")) {
      throw new UsageError("lab matrix: --jobs is a number from 1 to 99, not " + given.get());
    }
    return given
        .map(Integer::parseInt)
        .orElse(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }

  // Written one by one: a matrix takes an hour, and what is done stays done when it is interrupted.
  private static synchronized void tell(Cell cell, Optional<Path> record) {
    if (Workspace.endingAll()) {
      return; // Broken off by Ctrl-C: nothing is known of it.
    }
    PrintStream err = System.err;
    err.println("inquest: " + cell.scenario() + " on " + cell.kernel() + ": " + word(cell).text());
    record.ifPresent(f -> MatrixFile.merge(f, List.of(cell)));
  }

  private static Document document(List<String> kernels, Matrix matrix) {
    Map<String, List<Value>> rows = new LinkedHashMap<>();
    List<Document> gaps = new ArrayList<>();
    int right = 0;
    int run = 0;
    for (Cell cell : matrix.cells()) {
      rows.computeIfAbsent(cell.scenario(), name -> new ArrayList<>(List.of(Value.of(name))))
          .add(word(cell));
      right += cell.outcome() instanceof Cell.Outcome.Right ? 1 : 0;
      run += cell.outcome() instanceof Cell.Outcome.NotMeant ? 0 : 1;
      switch (cell.outcome()) {
        case Cell.Outcome.Wrong(List<String> why) ->
            why.forEach(w -> gaps.add(new Gap(name(cell) + " is wrong: " + w)));
        case Cell.Outcome.Broken(String error) -> gaps.add(new Gap(name(cell) + ": " + error));
        case Cell.Outcome.Right(), Cell.Outcome.NotMeant() -> {}
      }
    }
    List<Column> columns = new ArrayList<>(List.of(Column.left("scenario", "SCENARIO")));
    for (String kernel : kernels) {
      columns.add(Column.left(kernel.replaceAll("[^A-Za-z0-9]", "_"), kernel));
    }
    List<Document> parts = new ArrayList<>();
    parts.add(Text.lines(List.of(right + " of " + run + " verdicts are right")));
    parts.add(Table.of(columns, List.copyOf(rows.values())));
    parts.addAll(gaps);
    return new Group("lab_matrix", parts);
  }

  private static String name(Cell cell) {
    return cell.scenario() + " on " + cell.kernel();
  }

  private static Value word(Cell cell) {
    String time = " (" + cell.took().toSeconds() + " s)";
    return switch (cell.outcome()) {
      case Cell.Outcome.Right() -> Value.of("right" + time);
      case Cell.Outcome.Wrong wrong -> Value.of("WRONG" + time);
      case Cell.Outcome.Broken broken -> Value.of("broken" + time);
      case Cell.Outcome.NotMeant() -> Value.none();
    };
  }
}
