package org.inquest.formats.oops.report;

import java.util.List;
import org.inquest.formats.oops.kind.Kind;

/// A report as it was cut out of a log.
///
/// @param kind what its first line says
/// @param lines from the first line on, those of its own caller where callers are known
/// @param cut whether lines are missing because there were too many
public record LogReport(Kind kind, List<ConsoleLine> lines, boolean cut) {
  /// The line that opens it.
  public ConsoleLine first() {
    return lines.getFirst();
  }

  /// The lines' texts.
  public String text() {
    StringBuilder out = new StringBuilder();
    for (ConsoleLine line : lines) {
      out.append(line.text()).append('\n');
    }
    return out.toString();
  }
}
