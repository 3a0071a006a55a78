package org.inquest.lab.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inquest.formats.fault.Unavailable;

/// What really happened in a guest, written beside its dump for tests to compare with.
///
/// A text file of sorted `key=value` lines that `java.util.Properties` reads: `scenario`, `kernel`,
/// `capture`, `expect.*` from the scenario, and what the guest said of itself while it happened.
///
/// @param facts key to value
public record Truth(SortedMap<String, String> facts) {
  /// What a guest puts before a fact on its console. A kernel message may stand before it on the
  /// same line.
  public static final String MARK = "LABTRUTH ";

  public Truth {
    facts = Collections.unmodifiableSortedMap(new TreeMap<>(facts));
  }

  /// Collects the facts of a run.
  ///
  /// @param known what the lab itself knows
  /// @param console the guest's lines
  public static Truth collect(Map<String, String> known, List<String> console) {
    SortedMap<String, String> facts = new TreeMap<>(known);
    for (String line : console) {
      int at = line.indexOf(MARK);
      int equals = line.indexOf('=', Math.max(at, 0));
      if (at >= 0 && equals > 0) {
        facts.put(
            line.substring(at + MARK.length(), equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return new Truth(facts);
  }

  /// Writes the file.
  ///
  /// @throws Unavailable if it can't be written
  public void write(Path file) {
    StringBuilder text = new StringBuilder();
    facts.forEach(
        (k, v) -> text.append(k).append('=').append(v.replace("\\", "\\\\")).append('\n'));
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new Unavailable(file + " can't be written (" + e.getMessage() + ")", "make room");
    }
  }
}
