package org.inquest.formats.oops.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inquest.formats.oops.detail.InjectedFailure;

/// Keeps the last failure that was injected into each caller: what may explain its next report.
final class InjectedSplats {
  private static final int MAX_LINES = 80;
  private static final int MAX_CALLERS = 64;

  /// Lines of the log after which a failure explains nothing any more.
  private static final int REACH = 5000;

  private final Map<String, List<ConsoleLine>> splats = new LinkedHashMap<>();

  /// Takes a line that opens no report.
  void take(ConsoleLine line) {
    if (line.text().startsWith(InjectedFailure.FIRST)) {
      if (splats.size() >= MAX_CALLERS) {
        splats.remove(splats.keySet().iterator().next());
      }
      splats.put(line.caller(), new ArrayList<>(List.of(line)));
      return;
    }
    List<ConsoleLine> own = splats.get(line.caller());
    if (own != null && own.size() < MAX_LINES && line.number() - own.getFirst().number() < 1000) {
      own.add(line);
    }
  }

  /// Whether a splat goes on with the next lines.
  boolean writing(long now) {
    for (List<ConsoleLine> lines : splats.values()) {
      if (lines.size() < MAX_LINES && now - lines.getFirst().number() < 1000) {
        return true;
      }
    }
    return false;
  }

  /// The splat of a caller; empty where there is none, or where it was too long ago.
  List<ConsoleLine> of(String caller, long now) {
    List<ConsoleLine> own = splats.remove(caller);
    boolean near = own != null && now - own.getFirst().number() < REACH;
    return near ? List.copyOf(own) : List.of();
  }
}
