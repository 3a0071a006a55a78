package org.inquest.app.command.general;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.inquest.diagnose.Finding;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.diagnose.verdict.Verdict.Found;
import org.inquest.engine.debug.SourceFrame;
import org.inquest.engine.symbol.Symbols;

/// Adds to the stacks in findings where in the source they are.
public final class VerdictSources {
  private final Function<FrameLine, List<SourceFrame>> lines;

  /// @param lines the places of a frame, the innermost function first
  public VerdictSources(Function<FrameLine, List<SourceFrame>> lines) {
    this.lines = lines;
  }

  /// For the stacks of a dump.
  ///
  /// @param lines the places of an address, the innermost function first
  static VerdictSources of(LongFunction<List<SourceFrame>> lines, Symbols symbols) {
    return new VerdictSources(line -> {
      OptionalLong address = line.address(symbols);
      return address.isEmpty()
          ? List.of()
          : lines.apply(address.getAsLong() - (line.exact() ? 0 : 1));
    });
  }

  /// A finding and those that follow from it.
  public Finding with(Finding finding) {
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
    List<SourceFrame> places = lines.apply(line);
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
