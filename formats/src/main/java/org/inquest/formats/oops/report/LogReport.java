package org.inquest.formats.oops.report;

import java.util.List;
import org.inquest.formats.oops.kind.Kind;

/// A report as it was cut out of a log.
///
/// @param kind what its first line says
/// @param before what the same caller said just before its first line and as part of it: what a
///   warning warns of, between "cut here" and "WARNING:"; that a page is not executable
/// @param lines from the first line on, those of its own caller where callers are known
/// @param injected what the same caller last said about a failure that was injected into it, see
///   [org.inquest.formats.oops.detail.InjectedFailure]; empty where it said nothing
/// @param gaps what is missing of it
public record LogReport(
    Kind kind,
    List<ConsoleLine> before,
    List<ConsoleLine> lines,
    List<ConsoleLine> injected,
    Gaps gaps) {
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

  /// What arch/x86/mm/fault.c says before an oops whose page must not be executed
  /// (`show_fault_oops()`).
  static final String NO_EXECUTE = "tried to execute NX-protected page";

  /// Whether the kernel itself said that the page must not be executed.
  public boolean noExecute() {
    return said().contains(NO_EXECUTE) || text().contains(NO_EXECUTE);
  }

  /// What was said before it, in one line; empty where nothing was.
  public String said() {
    return String.join(" ", before.stream().map(line -> line.text().strip()).toList());
  }
}
