package org.inquest.formats.oops.report;

import java.util.List;
import java.util.Optional;
import org.inquest.formats.oops.kind.Kind.Frames;
import org.inquest.formats.oops.kind.Kind.Frames.Where;
import org.inquest.formats.oops.report.StackFrames.Role;
import org.inquest.formats.oops.report.StackFrames.Spot;
import org.jspecify.annotations.Nullable;

/// The function of a report that is most likely to blame.
final class GuiltyFrame {
  private GuiltyFrame() {}

  /// The function; empty where the report has none.
  static Optional<String> of(List<ConsoleLine> lines, Frames frames) {
    int from = lineWith(lines, frames.under());
    List<Spot> spots =
        StackFrames.of(lines).stream().filter(spot -> spot.line() >= from && !spot.guess()).toList();
    int trace = frames.under().isEmpty() ? firstTrace(lines) : from;
    Optional<String> found =
        switch (frames.where()) {
          case NOWHERE -> Optional.empty();
          case DISPATCHED -> dispatched(spots, frames);
          case COUNTER, TRACE, NAMED -> first(spots, frames, trace);
        };
    return found.or(() -> inFirstLine(lines));
  }

  private static Optional<String> first(List<Spot> spots, Frames frames, int trace) {
    for (Spot spot : spots) {
      boolean stands =
          spot.line() >= trace && spot.role() != Role.NAMED
              || frames.where() == Where.COUNTER && spot.role() == Role.COUNTER
              || frames.where() == Where.NAMED && spot.role() == Role.NAMED;
      String name = FunctionNames.plain(spot.function());
      if (stands && !Innocent.knows(name) && !frames.skip().test(name)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /// The function that the innermost dispatcher called. Dispatchers below an interrupt are those of
  /// the interrupt itself, which only looked at what was going on.
  private static Optional<String> dispatched(List<Spot> spots, Frames frames) {
    @Nullable String before = null;
    for (Spot spot : spots) {
      String name = FunctionNames.plain(spot.function());
      if (spot.role() == Role.NAMED) {
        continue;
      }
      if (Dispatchers.waits(name)) {
        return Optional.of(name);
      }
      if (Interrupts.enters(name) || spot.role() == Role.COUNTER) {
        before = null;
      } else if (Dispatchers.knows(name)) {
        if (before != null) {
          return Optional.of(before);
        }
      } else if (!Interrupts.looks(name) && !Innocent.knows(name) && !frames.skip().test(name)) {
        before = name;
      }
    }
    return Optional.empty();
  }

  /// What is left of a report whose stacks are lost: "BUG: KASAN: use-after-free in f+0x1/0x2".
  private static Optional<String> inFirstLine(List<ConsoleLine> lines) {
    return StackFrames.inSentence(lines.getFirst().text()).map(FunctionNames::plain);
  }

  private static int lineWith(List<ConsoleLine> lines, String text) {
    for (int i = 0; i < lines.size() && !text.isEmpty(); i++) {
      if (lines.get(i).text().contains(text)) {
        return i;
      }
    }
    return 0;
  }

  private static int firstTrace(List<ConsoleLine> lines) {
    int trace = 0;
    while (trace < lines.size() && !StackFrames.announces(lines.get(trace).text())) {
      trace++;
    }
    return trace;
  }
}
