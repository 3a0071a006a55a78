package org.inquest.lab.judge;

import java.util.HexFormat;
import org.inquest.diagnose.Finding;
import org.inquest.diagnose.verdict.Evidence;

/// All that a finding and its consequences say, as one text to look words up in.
final class FindingText {
  private FindingText() {}

  static void append(Finding finding, StringBuilder out) {
    out.append(finding.found().claim()).append('\n');
    out.append(finding.found().because()).append('\n');
    for (Evidence evidence : finding.found().evidence()) {
      append(evidence, out);
    }
    for (Finding consequence : finding.explains()) {
      append(consequence, out);
    }
  }

  private static void append(Evidence evidence, StringBuilder out) {
    switch (evidence) {
      case Evidence.Value(long address, String what, String value, String meaning) ->
          out.append(HexFormat.of().toHexDigits(address))
              .append(' ')
              .append(what)
              .append(" = ")
              .append(value)
              .append(' ')
              .append(meaning);
      case Evidence.Frames frames -> {
        out.append(frames.title()).append('\n');
        frames.lines().forEach(line -> out.append(line.text()).append('\n'));
        out.append(frames.meaning());
      }
      case Evidence.LogLine(double seconds, String text) -> out.append(text);
      case Evidence.Note(String text) -> out.append(text);
    }
    out.append('\n');
  }
}
