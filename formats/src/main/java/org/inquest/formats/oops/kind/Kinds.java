package org.inquest.formats.oops.kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// All kinds, those first that know more of a line.
public final class Kinds {
  private static final List<Kind> ALL = all();

  /// A report whose first lines the log does not have.
  public static final Kind UNNAMED =
      Kind.of("---[ end trace ", "---\\[ end trace ", "UNKNOWN")
          .form("", Kind.Frames.COUNTER, "UNKNOWN", "a report without its beginning in {F}")
          .form("", Kind.Frames.TRACE, "UNKNOWN", "a report without its beginning in {F}");

  private static final int[] NONE = {};
  private static final int[][] BY_LETTER = byLetter();

  private Kinds() {}

  private static List<Kind> all() {
    List<Kind> out = new ArrayList<>();
    out.addAll(KasanKinds.ROWS);
    out.addAll(CheckerKinds.ROWS);
    out.addAll(LockKinds.ROWS);
    out.addAll(StallKinds.ROWS);
    out.addAll(HungTaskKinds.ROWS);
    out.addAll(LeakKinds.ROWS);
    out.addAll(FaultKinds.ROWS);
    out.addAll(BugKinds.ROWS);
    out.addAll(WarningKinds.ROWS);
    out.addAll(PanicKinds.ROWS);
    out.addAll(OtherKinds.ROWS);
    return List.copyOf(out);
  }

  /// Texts of which one is in the first line of each report.
  public static List<String> anchors() {
    return ALL.stream().map(Kind::anchor).distinct().toList();
  }

  /// The kind of report that a line opens.
  ///
  /// A log has millions of lines and few reports: one pass over a line finds the anchors in it, and
  /// only their kinds are asked.
  public static Optional<Kind> opening(String text) {
    int best = ALL.size();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      int[] candidates = c < BY_LETTER.length ? BY_LETTER[c] : NONE;
      for (int candidate : candidates) {
        if (candidate >= best) {
          break;
        }
        Kind kind = ALL.get(candidate);
        if (text.startsWith(kind.anchor(), at) && kind.opens(text)) {
          best = candidate;
        }
      }
    }
    return best < ALL.size() ? Optional.of(ALL.get(best)) : Optional.empty();
  }

  /// For each first letter of an anchor the places of its kinds, in their order.
  private static int[][] byLetter() {
    int[][] out = new int[128][];
    for (int letter = 0; letter < out.length; letter++) {
      char c = (char) letter;
      out[letter] =
          IntStream.range(0, ALL.size()).filter(i -> ALL.get(i).anchor().charAt(0) == c).toArray();
    }
    return out;
  }
}
