package org.inquest.app.command.general;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.inquest.diagnose.Finding;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.diagnose.verdict.Verdict.Found;
import org.inquest.engine.debug.SourceFrame;
import org.inquest.engine.symbol.Symbols;

/// Adds to the stacks in findings where in the source they are.
final class VerdictSources {
  private final LongFunction<List<SourceFrame>> lines;
  private final Symbols symbols;

  /// @param lines the places of an address, the innermost function first
  VerdictSources(LongFunction<List<SourceFrame>> lines, Symbols symbols) {
    this.lines = lines;
    this.symbols = symbols;
  }

  /// A finding and those that follow from it.
  Finding with(Finding finding) {
    Found found = finding.found();
    Found placed =
        new Found(
            found.role(),
            found.claim(),
            found.confidence(),
            found.because(),
            found.evidence().stream().map(this::with).toList(),
            found.ruledOut(),
            found.advice(),
            found.subjects());
    List<Finding> follow = finding.explains().stream().map(this::with).toList();
    return new Finding(finding.rule(), placed, follow, finding.rank());
  }

  private Evidence with(Evidence evidence) {
    return evidence instanceof Evidence.Frames(String title, List<FrameLine> all, String meaning)
        ? new Evidence.Frames(title, all.stream().map(this::with).toList(), meaning)
        : evidence;
  }

  private FrameLine with(FrameLine line) {
    OptionalLong address = line.address(symbols);
    if (address.isEmpty()) {
      return line;
    }
    List<SourceFrame> places = lines.apply(address.getAsLong() - (line.exact() ? 0 : 1));
    return places.isEmpty() ? line : line.in(text(places));
  }

  /// The place of the instruction, and the function's own where it was inlined there.
  private static String text(List<SourceFrame> places) {
    SourceFrame first = places.getFirst();
    if (!first.inlined()) {
      return place(first);
    }
    return place(first) + " (" + first.function() + "(), inlined at " + place(places.get(1)) + ")";
  }

  private static String place(SourceFrame frame) {
    return frame.file().name() + ":" + (frame.line() == 0 ? "?" : frame.line());
  }
}
