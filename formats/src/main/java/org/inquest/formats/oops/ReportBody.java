package org.inquest.formats.oops;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What most reports have below their first line. Any part may be missing.
///
/// @param task who was running, and where
/// @param at the kernel's program counter
/// @param registers the kernel's registers by lower-case name (`rax`, `cr2`); only those of the
///   first set, the later ones are of interrupted contexts
/// @param code bytes around the program counter
/// @param trace the call trace, innermost first
/// @param modules as listed, with their taint letters; empty where the list is missing
/// @param lines how many lines the report has
public record ReportBody(
    Optional<TaskLine> task,
    Optional<CodePlace> at,
    Map<String, Long> registers,
    Optional<CodeBytes> code,
    List<TraceLine> trace,
    String modules,
    int lines) {

  /// Reads the lines of one report, without what loggers put before them.
  public static ReportBody read(List<String> lines) {
    BodyReader reader = new BodyReader();
    for (String line : lines) {
      if (!reader.take(line)) {
        break;
      }
    }
    return reader.finish();
  }

  /// The first line of the trace that is no guess and not the program counter's own function.
  public Optional<TraceLine> caller() {
    for (TraceLine line : trace) {
      if (!line.guess()) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }
}
