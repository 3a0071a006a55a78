package org.inquest.formats.oops.report;

import java.util.List;
import java.util.regex.Pattern;
import org.inquest.formats.oops.kind.Kind.Form;
import org.inquest.formats.oops.kind.Kind.Frames.Where;
import org.inquest.formats.oops.report.StackFrames.Role;

/// Why a report can't be trusted though its first line is known.
final class Doubts {
  /// Lines below "Call Trace:" within which a frame must stand.
  private static final int TRACE_REACH = 15;

  private static final String EMPTY = "a call trace without a function";

  private static final Pattern TIME = Pattern.compile("\\[ *[0-9]+\\.[0-9]{6}\\]");

  private Doubts() {}

  /// The reason, empty where there is none.
  static String of(LogReport report, Form form) {
    if (TIME.matcher(report.first().text()).find()) {
      return "another line stands in its first";
    }
    if (report.kind().bare() || form.frames().where() == Where.SENTENCE) {
      return "";
    }
    List<ConsoleLine> lines = report.lines();
    int trace = trace(lines);
    if (trace < 0) {
      return form.frames().under().isEmpty() ? "no call trace" : "";
    }
    return frameWithin(lines, trace + 1);
  }

  /// Whether the first call trace has no function.
  static boolean emptyTrace(List<ConsoleLine> lines) {
    int trace = trace(lines);
    return trace >= 0 && frameWithin(lines, trace + 1).equals(EMPTY);
  }

  private static int trace(List<ConsoleLine> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i).text();
      if (StackFrames.announces(text) && !text.startsWith("stack backtrace:")) {
        return i;
      }
    }
    return -1;
  }

  /// Whether a function belongs to fault injection (lib/fault-inject.c): its stack was printed into
  /// the report's.
  static boolean injected(String function) {
    return function.startsWith("should_fail") || function.equals("fail_dump");
  }

  private static String frameWithin(List<ConsoleLine> lines, int from) {
    boolean any = false;
    for (int i = from; i < Math.min(lines.size(), from + TRACE_REACH); i++) {
      if (StackFrames.announces(lines.get(i).text())) {
        break;
      }
      var spot = StackFrames.spot(lines.get(i).text(), i);
      if (spot.isPresent() && spot.get().role() == Role.FRAME) {
        if (injected(spot.get().function())) {
          return "a stack of fault injection stands in its own";
        }
        any = true;
      }
    }
    return any ? "" : EMPTY;
  }
}
