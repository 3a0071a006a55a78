package org.inquest.formats.oops.report;

import java.util.List;
import org.inquest.formats.oops.kind.Kind.Form;
import org.inquest.formats.oops.kind.Kind.Frames.Where;

/// Why a report can't be trusted though it has a form and a function to blame.
final class Doubts {
  /// Lines below "Call Trace:" within which a frame must stand.
  private static final int TRACE_REACH = 15;

  private Doubts() {}

  /// The reason, empty where there is none.
  static String of(LogReport report, Form form) {
    if (!form.frames().wanted()) {
      return "";
    }
    List<ConsoleLine> lines = report.lines();
    boolean any = false;
    for (int i = 0; i < lines.size(); i++) {
      if (StackFrames.announces(lines.get(i).text())) {
        if (!frameWithin(lines, i + 1)) {
          return "a call trace without a function";
        }
        any = true;
      }
    }
    boolean needsTrace = form.frames().where() != Where.NAMED && form.frames().under().isEmpty();
    return any || !needsTrace ? "" : "no call trace";
  }

  private static boolean frameWithin(List<ConsoleLine> lines, int from) {
    for (int i = from; i < Math.min(lines.size(), from + TRACE_REACH); i++) {
      if (StackFrames.spot(lines.get(i).text(), i).isPresent()) {
        return true;
      }
    }
    return false;
  }
}
