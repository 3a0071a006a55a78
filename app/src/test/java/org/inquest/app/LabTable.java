package org.inquest.app;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.inquest.lab.matrix.Cell;
import org.inquest.lab.matrix.MatrixFile;
import org.inquest.lab.scenario.Scenario;
import org.inquest.lab.scenario.Scenarios;

/// The part of SUPPORT.md that tells how the verdict of each lab scenario fared on each kernel,
/// from the last full run of `inquest lab matrix --record docs/lab-matrix.tsv`.
final class LabTable {
  private static final List<String> KERNELS = List.of("5.10", "6.1", "6.12", "7.x", "hacks");

  private static final String HEAD =
      """

      ## Scenarios of the lab

      Each scenario breaks a real kernel; `right` means that the verdict of its dump named the cause, the tasks and the
      objects that the guest itself had recorded, and no other cause. `-`: not meant for that kernel; empty: not run.
      From `inquest lab matrix --record docs/lab-matrix.tsv`, on %s.

      | scenario | %s |
      |---|%s
      """;

  private LabTable() {}

  static String of(Path file) {
    List<Cell> cells = MatrixFile.read(file);
    Map<String, String> releases = new TreeMap<>();
    Map<String, Map<String, Cell>> rows = new LinkedHashMap<>();
    for (Cell cell : cells) {
      if (!cell.release().isEmpty()) {
        releases.put(cell.kernel(), cell.release());
      }
      rows.computeIfAbsent(cell.scenario(), name -> new TreeMap<>()).put(cell.kernel(), cell);
    }
    StringBuilder out =
        new StringBuilder(
            HEAD.formatted(
                releases.isEmpty()
                    ? "no kernel yet"
                    : String.join(", ", new TreeSet<>(releases.values())),
                String.join(" | ", KERNELS),
                "---|".repeat(KERNELS.size())));
    for (Scenario scenario : Scenarios.all()) {
      out.append("| ").append(scenario.name());
      Map<String, Cell> row = rows.getOrDefault(scenario.name(), Map.of());
      for (String kernel : KERNELS) {
        out.append(" | ").append(word(scenario, kernel, row));
      }
      out.append(" |\n");
    }
    return out.toString();
  }

  private static String word(Scenario scenario, String kernel, Map<String, Cell> row) {
    Cell cell = row.get(kernel);
    if (cell == null) {
      return scenario.kernels().contains(kernel) ? "" : "-";
    }
    return switch (cell.outcome()) {
      case Cell.Outcome.Right() -> "right";
      case Cell.Outcome.Wrong wrong -> "**wrong**";
      case Cell.Outcome.Broken broken -> "**no dump**";
      case Cell.Outcome.NotMeant() -> "-";
    };
  }
}
