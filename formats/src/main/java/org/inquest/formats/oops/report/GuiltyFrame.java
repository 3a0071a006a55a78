package org.inquest.formats.oops.report;

import java.util.List;
import java.util.Optional;
import org.inquest.formats.oops.kind.Kind.Frames;
import org.inquest.formats.oops.kind.Kind.Frames.Where;
import org.inquest.formats.oops.report.StackFrames.Role;
import org.inquest.formats.oops.report.StackFrames.Spot;

/// The function of a report that is most likely to blame.
final class GuiltyFrame {
  private final List<ConsoleLine> lines;
  private final Frames frames;

  private GuiltyFrame(List<ConsoleLine> lines, Frames frames) {
    this.lines = lines;
    this.frames = frames;
  }

  /// The function; empty where the report has none.
  static Optional<String> of(List<ConsoleLine> lines, Frames frames) {
    return new GuiltyFrame(lines, frames).find();
  }

  private Optional<String> find() {
    int from = lineWith(frames.under());
    List<Spot> spots =
        StackFrames.of(lines).stream()
            .filter(spot -> spot.line() >= from && !spot.guess())
            .toList();
    int trace = frames.under().isEmpty() ? firstTrace() : from;
    Optional<String> first = inFirstLine();
    return switch (frames.where()) {
      case NOWHERE -> Optional.empty();
      case SENTENCE -> first.or(() -> first(spots, trace));
      case FIRST_LINE -> first.filter(this::guilty).or(() -> first(spots, trace));
      case WARNING ->
          Doubts.emptyTrace(lines)
              ? Optional.empty()
              : first(spots, trace)
                  .flatMap(inner -> first.filter(this::guilty).or(() -> Optional.of(inner)));
      case DISPATCHED -> dispatched(spots);
      case COUNTER -> first(spots, trace).filter(name -> hasCounter());
      case TRACE, NAMED -> first(spots, trace).or(() -> first.filter(this::guilty));
    };
  }

  /// Whether the kernel's registers were printed before a stack; else the stack is another's.
  private boolean hasCounter() {
    for (ConsoleLine line : lines) {
      if (StackFrames.counts(line.text())) {
        return true;
      }
      if (StackFrames.announces(line.text())) {
        return false;
      }
    }
    return false;
  }

  private boolean guilty(String name) {
    return !Innocent.knows(name) && !frames.skip().test(name);
  }

  private Optional<String> first(List<Spot> spots, int trace) {
    for (Spot spot : spots) {
      boolean stands =
          spot.line() >= trace && spot.role() != Role.NAMED
              || frames.where() == Where.COUNTER && spot.role() == Role.COUNTER
              || frames.where() == Where.NAMED && spot.role() == Role.NAMED;
      String name = FunctionNames.plain(spot.function());
      if (stands && (Doubts.injected(name) || strangers(trace, spot.line()))) {
        return Optional.empty();
      }
      if (stands && guilty(name)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /// Whether another CPU told of something else between two lines, as only happens without
  /// CONFIG_PRINTK_CALLER: its stack can't be told from this one.
  private boolean strangers(int from, int to) {
    for (int i = from; i < to; i++) {
      String text = lines.get(i).text();
      if (text.startsWith("FAULT_INJECTION: ")) {
        return true;
      }
    }
    return false;
  }

  /// The function that the innermost dispatcher called. Dispatchers below an interrupt are those of
  /// the interrupt itself, which only looked at what was going on.
  private Optional<String> dispatched(List<Spot> spots) {
    String before = "";
    for (Spot spot : spots) {
      String name = FunctionNames.plain(spot.function());
      if (spot.role() == Role.NAMED) {
        continue;
      }
      if (Dispatchers.waits(name)) {
        return Optional.of(name);
      }
      if (Interrupts.enters(name) || spot.role() == Role.COUNTER) {
        before = spot.role() == Role.COUNTER && guilty(name) && !Interrupts.looks(name) ? name : "";
      } else if (Dispatchers.knows(name)) {
        if (!before.isEmpty()) {
          return Optional.of(before);
        }
        before = name.endsWith("_compat_ioctl") ? name : "";
      } else if (Interrupts.looks(name)) {
        before = "";
      } else if (guilty(name)) {
        before = name;
      }
    }
    return Optional.empty();
  }

  /// What is left of a report whose stacks are lost: "BUG: KASAN: use-after-free in f+0x1/0x2".
  private Optional<String> inFirstLine() {
    return StackFrames.inSentence(lines.getFirst().text()).map(FunctionNames::plain);
  }

  private int lineWith(String text) {
    for (int i = 0; i < lines.size() && !text.isEmpty(); i++) {
      if (lines.get(i).text().contains(text)) {
        return i;
      }
    }
    return 0;
  }

  private int firstTrace() {
    int trace = 0;
    while (trace < lines.size() && !StackFrames.announces(lines.get(trace).text())) {
      trace++;
    }
    return trace;
  }
}
