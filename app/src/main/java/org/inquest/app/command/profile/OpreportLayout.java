package org.inquest.app.command.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.formats.perf.FeatureType;
import org.inquest.formats.perf.PerfData;
import org.inquest.formats.perf.PerfEvent;
import org.inquest.profile.report.CountTable;
import org.inquest.profile.report.Dimension;

/// Lines as opreport(1) of oprofile 1.x prints them: the CPU, a line for each event, column titles,
/// then counts on the left. Scripts that read those read these.
final class OpreportLayout {
  private static final int COUNT = 9;
  private static final int PERCENT = 9;
  private static final int NAME = 25;
  private static final int ADDRESS = 17;

  /// Of what counts.
  ///
  /// @param accumulated counts and percentages up to each row, too
  /// @param headed with lines about CPU and events, and column titles
  /// @param longNames whole paths of images
  /// @param global percentages of all samples, not of those that were chosen
  record Style(boolean accumulated, boolean headed, boolean longNames, boolean global) {}

  private final PerfData data;
  private final CountTable table;
  private final Style style;
  private final List<Integer> events;
  private final OpreportPercent percent = new OpreportPercent();

  OpreportLayout(PerfData data, CountTable table, Style style) {
    this.data = data;
    this.table = table;
    this.style = style;
    List<Integer> sampled = table.sampledEvents();
    this.events = sampled.isEmpty() ? List.of(0) : sampled;
  }

  /// The lines before the rows.
  List<String> head() {
    List<String> lines = new ArrayList<>();
    if (!style.headed) {
      return lines;
    }
    lines.add("CPU: " + data.features().text(FeatureType.CPUDESC).orElse("not told"));
    for (int event : events) {
      lines.add(counted(data.events().get(event)));
    }
    StringBuilder titles = new StringBuilder();
    if (table.dimensions().contains(Dimension.ADDRESS)) {
      titles.append(pad("vma", ADDRESS));
    }
    for (int i = 0; i < events.size(); i++) {
      titles.append(pad(table.counted()[events.get(i)] ? "count" : "samples", COUNT));
      titles.append(style.accumulated ? pad("cum. samples", COUNT + 5) : "");
      titles.append(pad("%", PERCENT));
      titles.append(style.accumulated ? pad("cum. %", PERCENT) : "");
    }
    for (Dimension dimension : table.dimensions()) {
      titles.append(dimension == Dimension.ADDRESS ? "" : pad(title(dimension), NAME));
    }
    lines.add(titles.toString().stripTrailing());
    return lines;
  }

  private static String counted(PerfEvent event) {
    if (event.counted()) {
      return "Counted " + event.name() + " events whenever its group's leader was sampled";
    }
    boolean frequency = event.attr().has(AttrFlag.FREQ);
    return "Counted "
        + event.name()
        + " events"
        + (frequency
            ? " (at " + event.attr().samplePeriod() + " samples a second)"
            : " with a count of " + event.attr().samplePeriod());
  }

  private static String title(Dimension dimension) {
    return switch (dimension) {
      case IMAGE -> "image name";
      case APPLICATION -> "app name";
      case SYMBOL, INLINED -> "symbol name";
      case LINE -> "linenr info";
      case ADDRESS -> "vma";
      case PROCESS -> "tgid";
      case THREAD -> "tid";
      case COMM -> "comm";
      case CPU -> "cpu";
      case GROUP -> "cgroup";
      case TIME -> "time";
    };
  }

  /// A line for each row.
  List<String> rows(List<CountTable.Row> rows) {
    List<String> lines = new ArrayList<>();
    long[] sums = new long[table.samples().length];
    for (CountTable.Row row : rows) {
      StringBuilder line = new StringBuilder();
      table
          .key(row, Dimension.ADDRESS)
          .ifPresent(a -> line.append(pad(digits16(a.substring(2)), ADDRESS)));
      for (int event : events) {
        long value = table.value(row, event);
        sums[event] += value;
        line.append(pad(Long.toString(value), COUNT));
        line.append(style.accumulated ? pad(Long.toString(sums[event]), COUNT + 5) : "");
        line.append(pad(percent.of(value, all(event)), PERCENT));
        line.append(style.accumulated ? pad(percent.of(sums[event], all(event)), PERCENT) : "");
      }
      for (Dimension dimension : table.dimensions()) {
        if (dimension != Dimension.ADDRESS) {
          line.append(pad(name(row, dimension), NAME));
        }
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private long all(int event) {
    return style.global ? table.everything()[event] : table.all(event);
  }

  private static String digits16(String digits) {
    return "0".repeat(Math.max(0, 16 - digits.length())) + digits;
  }

  private String name(CountTable.Row row, Dimension dimension) {
    Optional<String> key = table.key(row, dimension);
    boolean file = dimension == Dimension.IMAGE || dimension == Dimension.APPLICATION;
    return file && !style.longNames ? key.map(OpreportLayout::base).orElse("") : key.orElse("");
  }

  static String base(String path) {
    return path.startsWith("/") ? path.substring(path.lastIndexOf('/') + 1) : path;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(1, width - text.length()));
  }
}
