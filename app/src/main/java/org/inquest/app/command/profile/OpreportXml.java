package org.inquest.app.command.profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.inquest.formats.perf.PerfData;
import org.inquest.formats.perf.PerfEvent;
import org.inquest.profile.report.CountTable;
import org.inquest.profile.report.Dimension;

/// `opreport --xml` as its schema (doc/opreport.xsd, version 3.0) has it: events, a binary with its
/// symbols and counts, a table of the symbols.
final class OpreportXml {
  private final PerfData data;
  private final CountTable table;

  OpreportXml(PerfData data, CountTable table) {
    this.data = data;
    this.table = table;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("<?xml version=\"1.0\" encoding=\"UTF-8\" ?>");
    lines.add(
        "<profile schemaversion=\"3.0\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
            + " title=\"opreport\">");
    lines.add("<setup>");
    List<Integer> events = table.sampledEvents();
    for (int event : events) {
      PerfEvent e = data.events().get(event);
      lines.add(
          "  <eventsetup id=\"%d\" eventname=\"%s\" unitmask=\"0\" setupcount=\"%d\" />"
              .formatted(event, escape(e.name()), e.attr().samplePeriod()));
    }
    lines.add("</setup>");
    Map<String, List<CountTable.Row>> binaries = new LinkedHashMap<>();
    for (CountTable.Row row : table.rows()) {
      String image = table.key(row, Dimension.IMAGE).orElse("");
      binaries.computeIfAbsent(image, name -> new ArrayList<>()).add(row);
    }
    Map<String, Integer> symbols = new LinkedHashMap<>();
    binaries.forEach((image, rows) -> binary(image, rows, symbols, lines));
    lines.add("<symboltable>");
    symbols.forEach((name, id) ->
        lines.add("  <symboldata id=\"%d\" name=\"%s\" />".formatted(id, escape(name))));
    lines.add("</symboltable>");
    lines.add("</profile>");
    return lines;
  }

  private void binary(
      String image, List<CountTable.Row> rows, Map<String, Integer> symbols, List<String> lines) {
    lines.add("<binary name=\"" + escape(image) + "\">");
    long[] sums = new long[table.samples().length];
    for (CountTable.Row row : rows) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += table.value(row, i);
      }
    }
    lines.add("  " + counts(sums));
    for (CountTable.Row row : rows) {
      String symbol = table.key(row, Dimension.SYMBOL).orElse("");
      int id = symbols.computeIfAbsent(symbol, s -> symbols.size());
      lines.add("  <symbol idref=\"%d\">%s</symbol>".formatted(id, counts(values(row))));
    }
    lines.add("</binary>");
  }

  private long[] values(CountTable.Row row) {
    return IntStream.range(0, row.samples().length).mapToLong(i -> table.value(row, i)).toArray();
  }

  private String counts(long[] samples) {
    List<String> parts = new ArrayList<>();
    for (int event : table.sampledEvents()) {
      if (samples[event] > 0) {
        parts.add("<count event=\"%d\">%d</count>".formatted(event, samples[event]));
      }
    }
    return String.join("", parts);
  }

  /// Names come from files: whatever XML does not allow becomes a question mark.
  static String escape(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            case '"' -> out.append("&quot;");
            default -> out.appendCodePoint(c >= 0x20 && c != 0xfffe && c != 0xffff ? c : '?');
          }
        });
    return out.toString();
  }
}
