package org.inquest.app.document;

import java.util.List;

/// Text without structure.
///
/// @param lines as they are to appear, without line ends
/// @param flowing whether the lines are sentences that may be broken to the width of the terminal
public record Text(List<String> lines, boolean flowing) implements Document {

  /// A paragraph that may be broken into lines.
  public static Text paragraph(String sentences) {
    return new Text(List.of(sentences), true);
  }

  /// Lines that keep their shape: a log, a C declaration.
  public static Text lines(List<String> lines) {
    return new Text(lines, false);
  }
}
