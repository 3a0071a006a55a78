package org.inquest.app.command.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Listing;
import org.inquest.app.document.Table;
import org.inquest.app.document.Value;
import org.inquest.engine.debug.SourceFile;
import org.inquest.engine.debug.SourceFrame;
import org.inquest.engine.debug.SourceTree;
import org.inquest.profile.annotate.FunctionCounts;
import org.inquest.profile.annotate.FunctionListing;
import org.inquest.profile.annotate.ListedInstruction;
import org.inquest.profile.annotate.SourceCounts;

/// A function's instructions and source lines with their samples, as text and as data. Each event
/// has three columns: samples, percent of the function's, percent of the profile's.
final class AnnotateLayout {
  private static final String DARK = "  <- also time with interrupts off before it";

  /// Characters of the columns of one event.
  private static final int WIDTH = 26;

  /// Lines that no code came from and that are shown between two others.
  private static final int MOST_BETWEEN = 12;

  private final FunctionCounts counts;
  private final long[] all;
  private final List<Integer> events;
  private final SourceTree tree;

  /// @param all samples of each event in the whole profile
  /// @param events those with samples
  AnnotateLayout(FunctionCounts counts, long[] all, List<Integer> events, SourceTree tree) {
    this.counts = counts;
    this.all = all;
    this.events = events;
    this.tree = tree;
  }

  /// Instructions, with the source line above where it changes.
  Document instructions(FunctionListing listing, boolean sources) {
    List<String> lines = new ArrayList<>();
    List<List<Value>> rows = new ArrayList<>();
    lines.add(head() + "  ADDRESS           INSTRUCTION");
    String last = "";
    for (ListedInstruction instruction : listing.instructions()) {
      String place = place(instruction.sources());
      if (sources && !place.isEmpty() && !place.equals(last)) {
        lines.add(" ".repeat(WIDTH * events.size()) + "  " + sourceLine(instruction.sources()));
        last = place;
      }
      String mark = instruction.behindDark() && sum(instruction.samples()) > 0 ? DARK : "";
      lines.add(
          (cells(instruction.samples())
                  + String.format(
                      Locale.ROOT, "  %16x  %s%s", instruction.address(), instruction.text(), mark))
              .stripTrailing());
      List<Value> row = values(instruction.samples());
      row.add(Value.address(instruction.address()));
      row.add(Value.of(instruction.text()));
      row.add(Value.of(place));
      row.add(Value.of(instruction.behindDark()));
      rows.add(row);
    }
    List<Column> columns = columns();
    columns.add(Column.right("address", "ADDRESS"));
    columns.add(Column.left("instruction", "INSTRUCTION"));
    columns.add(Column.left("source", "SOURCE"));
    columns.add(Column.left("behind_interrupts_off", "SKID"));
    return new Listing(lines, Table.of(columns, rows));
  }

  /// Source lines, file by file.
  Document sources(SourceCounts sources) {
    List<String> lines = new ArrayList<>();
    List<List<Value>> rows = new ArrayList<>();
    lines.add(head() + "  LINE");
    for (Map.Entry<SourceFile, SortedMap<Integer, long[]>> file : sources.files().entrySet()) {
      lines.add(" ".repeat(WIDTH * events.size()) + "  " + file.getKey().path());
      SortedMap<Integer, long[]> counted = file.getValue();
      int last = counted.firstKey();
      for (Map.Entry<Integer, long[]> line : counted.entrySet()) {
        between(file.getKey(), last + 1, line.getKey(), lines);
        last = line.getKey();
        String text = tree.indented(file.getKey(), last).orElse("");
        lines.add(cells(line.getValue()) + numbered(last, text));
        List<Value> row = values(line.getValue());
        row.add(Value.of(file.getKey().path()));
        row.add(Value.of(last));
        row.add(Value.of(text.strip()));
        rows.add(row);
      }
    }
    if (sum(sources.unknown()) > 0) {
      lines.add(cells(sources.unknown()) + "  (no source line is known)");
    }
    List<Column> columns = columns();
    columns.add(Column.left("file", "FILE"));
    columns.add(Column.right("line", "LINE"));
    columns.add(Column.left("text", "TEXT"));
    return new Listing(lines, Table.of(columns, rows));
  }

  /// Lines that no code came from, where their text is there; dots for many.
  private void between(SourceFile file, int from, int to, List<String> lines) {
    if (to - from > MOST_BETWEEN) {
      lines.add(" ".repeat(WIDTH * events.size()) + "  ...");
      return;
    }
    for (int line = from; line < to; line++) {
      Optional<String> text = tree.indented(file, line);
      if (text.isPresent()) {
        lines.add(" ".repeat(WIDTH * events.size()) + numbered(line, text.get()));
      }
    }
  }

  private static String numbered(int line, String text) {
    return String.format(Locale.ROOT, "  %5d  %s", line, text).stripTrailing();
  }

  private String sourceLine(List<SourceFrame> frames) {
    SourceFrame frame = frames.getFirst();
    String text = tree.line(frame.file(), frame.line()).orElse("");
    String inlined = frame.inlined() ? " (" + frame.function() + ", inlined)" : "";
    return (place(frames) + inlined + "  " + text).stripTrailing();
  }

  private static String place(List<SourceFrame> frames) {
    return frames.isEmpty() || frames.getFirst().line() <= 0
        ? ""
        : frames.getFirst().file().name() + ":" + frames.getFirst().line();
  }

  private String head() {
    return " SAMPLES FUNCTION  PROFILE".repeat(events.size());
  }

  /// Blank where there is no sample, so that the eye finds those that are.
  private String cells(long[] samples) {
    StringBuilder out = new StringBuilder();
    for (int event : events) {
      out.append(
          samples[event] == 0
              ? " ".repeat(WIDTH)
              : String.format(
                  Locale.ROOT,
                  "%8d %7.2f%% %7.2f%%",
                  samples[event],
                  percent(samples[event], counts.samples()[event]),
                  percent(samples[event], all[event])));
    }
    return out.toString();
  }

  private List<Value> values(long[] samples) {
    List<Value> row = new ArrayList<>();
    for (int event : events) {
      row.add(Value.of(samples[event]));
      row.add(Value.of(shown(percent(samples[event], counts.samples()[event]))));
      row.add(Value.of(shown(percent(samples[event], all[event]))));
    }
    return row;
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (int event : events) {
      String key = events.size() == 1 ? "" : "_" + event;
      columns.add(Column.right("samples" + key, "SAMPLES"));
      columns.add(Column.right("percent_of_function" + key, "FUNCTION"));
      columns.add(Column.right("percent_of_profile" + key, "PROFILE"));
    }
    return columns;
  }

  static String shown(double percent) {
    return String.format(Locale.ROOT, "%.2f", percent);
  }

  static double percent(long part, long whole) {
    return whole == 0 ? 0 : 100.0 * part / whole;
  }

  private static long sum(long[] samples) {
    long sum = 0;
    for (long n : samples) {
      sum += n;
    }
    return sum;
  }
}
