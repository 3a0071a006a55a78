package org.inquest.app.render;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.inquest.app.document.Hex;
import org.inquest.diagnose.Finding;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;

/// A finding for a person: the claim first, then why to believe it, then what to do.
final class TextFinding {
  private final TextRenderer out;

  TextFinding(TextRenderer out) {
    this.out = out;
  }

  void write(Finding finding) throws IOException {
    Verdict.Found found = finding.found();
    boolean cause = found.role() == Role.CAUSE || found.role() == Role.HEALTHY;
    out.sentence(
        word(found.role()) + ": ", found.claim(), cause ? Palette.Role.CLAIM : Palette.Role.TITLE);
    out.indented(() -> {
      out.sentence("", sure(found), Palette.Role.QUIET);
      for (Evidence evidence : found.evidence()) {
        evidence(evidence);
      }
      list("Ruled out", found.ruledOut());
      list("What to do", found.advice());
      consequences(finding.explains());
    });
  }

  private static String word(Role role) {
    return switch (role) {
      case CAUSE -> "Cause";
      case HEALTHY -> "Healthy";
      case TRIGGER -> "What ended it";
      case CONSEQUENCE -> "Consequence";
      case CONTEXT -> "Note";
    };
  }

  private static String sure(Verdict.Found found) {
    return words(found.confidence()) + ": " + found.because();
  }

  static String words(Confidence confidence) {
    return confidence.name().toLowerCase(Locale.ROOT);
  }

  private void evidence(Evidence evidence) throws IOException {
    switch (evidence) {
      case Evidence.Value(long address, String what, String value, String meaning) ->
          out.sentence(
              "- ",
              what + " = " + value + meant(meaning) + " [" + Hex.digits16(address) + "]",
              null);
      case Evidence.Frames(String title, List<FrameLine> lines, String meaning) -> {
        out.sentence("- ", title + meant(meaning), null);
        out.indented(() -> {
          for (FrameLine line : lines) {
            out.line(Escapes.visible(line.toString()));
          }
        });
      }
      case Evidence.LogLine(double seconds, String text) ->
          out.sentence("- ", "log [" + seconds(seconds) + "] " + text, null);
      case Evidence.Note(String text) -> out.sentence("- ", text, null);
    }
  }

  private static String meant(String meaning) {
    return meaning.isEmpty() ? "" : ": " + meaning;
  }

  /// As the kernel prints them: `12.345678`.
  static String seconds(double seconds) {
    long micros = Math.round(seconds * 1e6);
    String fraction = Long.toString(micros % 1_000_000 + 1_000_000).substring(1);
    String whole = Long.toString(micros / 1_000_000);
    return " ".repeat(Math.max(0, 5 - whole.length())) + whole + "." + fraction;
  }

  private void list(String title, List<String> sentences) throws IOException {
    if (!sentences.isEmpty()) {
      out.sentence("", title + ":", Palette.Role.NAME);
      for (String sentence : sentences) {
        out.sentence("- ", sentence, null);
      }
    }
  }

  /// One line each: whoever wants their evidence too has `--json` and `waits`.
  private void consequences(List<Finding> findings) throws IOException {
    if (!findings.isEmpty()) {
      out.sentence("", "Follows from it:", Palette.Role.NAME);
      for (Finding finding : findings) {
        out.sentence("- ", finding.found().claim(), null);
      }
    }
  }
}
