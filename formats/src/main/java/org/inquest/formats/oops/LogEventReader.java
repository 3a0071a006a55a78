package org.inquest.formats.oops;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Turns lines into events. Lines are given one by one in the log's order; lines of different
/// callers may interleave, each caller has its own open report.
public final class LogEventReader {
  /// Callers with an open report at the same time; a forged log may invent one for each line.
  private static final int MAX_OPEN = 256;

  /// Events kept; a machine that warns for ever fills its log with the same.
  private static final int MAX_EVENTS = 4096;

  private final Map<Long, Speaker> speakers = new HashMap<>();
  private final List<Draft> drafts = new ArrayList<>();

  /// A reader that has heard nothing yet.
  public LogEventReader() {}

  /// The next line.
  public void accept(LogLine line) {
    Speaker speaker = speakers.get(line.caller());
    if (speaker == null) {
      if (speakers.size() >= MAX_OPEN) {
        speakers.clear();
      }
      speaker = new Speaker();
      speakers.put(line.caller(), speaker);
    }
    Draft draft = speaker.hear(line);
    if (draft != null && drafts.size() < MAX_EVENTS) {
      drafts.add(draft);
    }
  }

  /// The events so far, in order of their first lines.
  public List<LogEvent> events() {
    List<LogEvent> events = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      events.add(draft.finish());
    }
    return events;
  }
}
