package org.inquest.formats.oops.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.oops.CodePlace;
import org.inquest.formats.oops.TraceLine;

/// Holds Inquest's reading of oops texts against a table with the columns file, first function,
/// last function, number of frames, of taint letters and of modules; "-" stands for "none".
final class SatyrScore {
  private SatyrScore() {}

  static void print(Path table, PrintStream out) throws IOException {
    int right = 0;
    int all = 0;
    for (String row : Files.readAllLines(table).stream().skip(1).toList()) {
      String[] cells = row.split("\t");
      String wanted = String.join(" ", List.of(cells).subList(1, 6));
      String is = read(table.resolveSibling("texts").resolve(cells[0]));
      all++;
      if (is.equals(wanted)) {
        right++;
      } else {
        out.println(cells[0] + "\tis " + is + "\twanted " + wanted);
      }
    }
    out.printf("texts        %4d of %4d%n", right, all);
  }

  private static String read(Path file) throws IOException {
    List<LogReport> reports = new ArrayList<>();
    ReportFinder finder = new ReportFinder(reports::add);
    Files.readString(file, StandardCharsets.ISO_8859_1).lines().forEach(finder::accept);
    finder.end();
    List<TraceLine> frames = new ArrayList<>();
    int taint = 0;
    for (LogReport report : reports) {
      counter(report).ifPresent(frames::add);
    }
    int modules = 0;
    for (LogReport report : reports) {
      ReportParts parts = ReportParts.of(report);
      parts.stacks().forEach(stack -> frames.addAll(stack.frames()));
      taint = Math.max(taint, parts.machine().taint().length());
      modules = Math.max(modules, parts.machine().modules().size());
    }
    return String.join(
        " ",
        frames.isEmpty() ? "-" : name(frames.getFirst()),
        frames.isEmpty() ? "-" : name(frames.getLast()),
        "" + frames.size(),
        "" + taint,
        "" + modules);
  }

  /// The table counts the program counter as a frame in the form of x86 up to 4.12.
  private static Optional<TraceLine> counter(LogReport report) {
    return StackFrames.of(report.lines()).stream()
        .filter(spot -> spot.role() == StackFrames.Role.COUNTER)
        .filter(
            spot -> report.lines().get(spot.line()).text().matches("\\s*E?R?IP.*(?:\\[<|is at).*"))
        .findFirst()
        .map(spot -> new TraceLine(new CodePlace(spot.function(), 0, 0, "", 0), false, ""));
  }

  private static String name(TraceLine frame) {
    String function = frame.place().function();
    return function.isEmpty() ? "-" : function;
  }
}
