package org.inquest.lab.sweep.count;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.oops.CodePlace;

/// What `events/.../hist` prints (`hist_show()`, kernel/trace/trace_events_hist.c): entries of
/// keys, the last of them a stack, and how often each came.
///
/// @param entries in the order of the file
/// @param dropped events for which the table had no room: then sites are missing
public record Histogram(List<Entry> entries, long dropped) {
  /// The most entries that a table can have (TRACING_MAP_BITS_MAX, kernel/trace/tracing_map.h).
  private static final int MOST_ENTRIES = 1 << 17;

  private static final int MOST_FRAMES = 64;
  private static final Pattern HITS = Pattern.compile("hitcount:\\s+(\\d{1,18})");
  private static final Pattern DROPPED = Pattern.compile("^\\s*Dropped:\\s+(\\d{1,18})");
  private static final Pattern KEY = Pattern.compile("(\\w+)(?:\\.[\\w-]+)?: +([^,]*?) *(?:,|}|$)");

  /// One of them.
  ///
  /// @param keys by the name of the field, as printed and without blanks at the ends
  /// @param stack innermost first
  /// @param hits how often
  public record Entry(Map<String, String> keys, List<CodePlace> stack, long hits) {
    /// Copies its parts.
    public Entry {
      keys = Map.copyOf(keys);
      stack = List.copyOf(stack);
    }
  }

  /// Copies its list.
  public Histogram {
    entries = List.copyOf(entries);
  }

  /// Reads the text. What is no part of an entry is passed over, and so is an entry that is cut.
  public static Histogram parse(String text) {
    List<Entry> entries = new ArrayList<>();
    long dropped = 0;
    Map<String, String> keys = new HashMap<>();
    List<CodePlace> stack = new ArrayList<>();
    boolean in = false;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (line.startsWith("{ ")) {
        keys = keys(line);
        stack = new ArrayList<>();
        in = true;
      } else if (in && line.startsWith(" ")) {
        Optional<CodePlace> place = CodePlace.parse(line.strip());
        if (place.isPresent() && stack.size() < MOST_FRAMES) {
          stack.add(place.get());
        }
      }
      Matcher hits = HITS.matcher(line);
      if (in && hits.find() && entries.size() < MOST_ENTRIES) {
        entries.add(new Entry(keys, stack, Long.parseLong(hits.group(1))));
        in = false;
      }
      Matcher drops = DROPPED.matcher(line);
      if (!in && drops.find()) {
        dropped += Long.parseLong(drops.group(1));
      }
    }
    return new Histogram(entries, dropped);
  }

  private static Map<String, String> keys(String line) {
    Map<String, String> keys = new HashMap<>();
    Matcher matcher = KEY.matcher(line);
    while (matcher.find() && keys.size() < 8) {
      keys.put(matcher.group(1), matcher.group(2).strip());
    }
    return keys;
  }
}
