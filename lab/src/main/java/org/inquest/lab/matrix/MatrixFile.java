package org.inquest.lab.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.Unavailable;

/// Cells kept in a text file: one a line, sorted, fields divided by tabs.
///
/// ```
/// scenario  kernel  release  right|wrong|broken  seconds  why
/// ```
public final class MatrixFile {
  private static final int FIELDS = 6;

  private MatrixFile() {}

  /// Reads a file.
  ///
  /// @return empty if there is no such file
  /// @throws MalformedInput if a line is not a cell
  public static List<Cell> read(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<Cell> cells = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        cells.add(cell(file, line));
      }
    } catch (IOException e) {
      throw new Unavailable(file + " can't be read", String.valueOf(e.getMessage()));
    }
    return List.copyOf(cells);
  }

  /// Puts cells into a file; those of other pairs that are there stay.
  public static void merge(Path file, List<Cell> cells) {
    TreeMap<String, Cell> all = new TreeMap<>(Comparator.naturalOrder());
    read(file).forEach(c -> all.put(key(c), c));
    cells.stream()
        .filter(c -> !(c.outcome() instanceof Cell.Outcome.NotMeant))
        .forEach(c -> all.put(key(c), c));
    StringBuilder text = new StringBuilder();
    all.values().forEach(c -> text.append(line(c)).append('\n'));
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new Unavailable(file + " can't be written (" + e.getMessage() + ")", "make room");
    }
  }

  private static String key(Cell cell) {
    return cell.scenario() + '\t' + cell.kernel();
  }

  private static String line(Cell cell) {
    String outcome =
        switch (cell.outcome()) {
          case Cell.Outcome.Right() -> "right";
          case Cell.Outcome.Wrong wrong -> "wrong";
          case Cell.Outcome.Broken broken -> "broken";
          case Cell.Outcome.NotMeant() -> "-";
        };
    String why =
        switch (cell.outcome()) {
          case Cell.Outcome.Wrong(List<String> lines) -> String.join("; ", lines);
          case Cell.Outcome.Broken(String error) -> error;
          default -> "";
        };
    return String.join(
        "\t",
        cell.scenario(),
        cell.kernel(),
        cell.release(),
        outcome,
        String.valueOf(cell.took().toSeconds()),
        why.replaceAll("[\\t\\n]", " "));
  }

  private static Cell cell(Path file, String line) {
    String[] f = line.split("\t", -1);
    if (f.length != FIELDS || !f[4].matches("\\d{1,6}")) {
      throw new MalformedInput(file.toString(), -1, "a cell of " + FIELDS + " fields", line);
    }
    Cell.Outcome outcome =
        switch (f[3]) {
          case "right" -> new Cell.Outcome.Right();
          case "wrong" -> new Cell.Outcome.Wrong(List.of(f[5]));
          case "broken" -> new Cell.Outcome.Broken(f[5]);
          default -> throw new MalformedInput(file.toString(), -1, "right, wrong or broken", f[3]);
        };
    return new Cell(f[0], f[1], f[2], outcome, Duration.ofSeconds(Long.parseLong(f[4])));
  }
}
