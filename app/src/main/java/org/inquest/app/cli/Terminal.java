package org.inquest.app.cli;

import java.util.Map;

/// Where the output goes, as the launcher saw it: asking the terminal from Java costs more than a
/// whole `sh`.
///
/// @param out whether standard output is a terminal
/// @param err whether standard error is a terminal
/// @param width columns
/// @param colours whether a terminal here can show colours and its owner wants them (`NO_COLOR`,
///   `TERM=dumb`)
public record Terminal(boolean out, boolean err, int width, boolean colours) {
  private static final int USUAL_WIDTH = 100;

  /// Reads what `./inquest` put into the environment: `INQUEST_TERMINAL` has a `1` for standard
  /// output and a `2` for standard error, `INQUEST_COLUMNS` the width.
  public static Terminal of(Map<String, String> environment) {
    String terminals = environment.getOrDefault("INQUEST_TERMINAL", "");
    String noColor = environment.getOrDefault("NO_COLOR", "");
    boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
    return new Terminal(
        terminals.indexOf('1') >= 0,
        terminals.indexOf('2') >= 0,
        width(environment.getOrDefault("INQUEST_COLUMNS", "")),
        noColor.isEmpty() && !dumb);
  }

  /// No terminal at all.
  public static Terminal none() {
    return new Terminal(false, false, USUAL_WIDTH, false);
  }

  /// Lines longer than this are hard to read, however wide the window is.
  private static int width(String columns) {
    try {
      int width = Integer.parseInt(columns);
      return width >= 20 ? Math.min(width, 120) : USUAL_WIDTH;
    } catch (NumberFormatException e) {
      return USUAL_WIDTH;
    }
  }
}
