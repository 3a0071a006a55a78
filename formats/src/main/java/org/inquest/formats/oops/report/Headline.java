package org.inquest.formats.oops.report;

import java.util.List;
import java.util.Optional;

/// What a report is called.
///
/// @param title one line, the same for all reports of one bug
/// @param alternatives what else the bug may be called, sorted
/// @param type the class: `KASAN-READ`, `HANG`, ...; `UNKNOWN` where the kind has none
/// @param frame the guilty function; empty where the kind has none, `corrupted` where none is left
/// @param corrupted why the report can't be trusted; empty where it can
/// @param panicked whether the kernel panicked
public record Headline(
    String title,
    List<String> alternatives,
    String type,
    String frame,
    String corrupted,
    boolean panicked) {
  /// Stands for a function that a damaged report should name and does not.
  static final String CORRUPTED = "corrupted";

  /// The guilty function; empty where the kind has none, or the report has lost it.
  public Optional<String> function() {
    return Optional.of(frame).filter(name -> !name.isEmpty() && !name.equals(CORRUPTED));
  }
}
