package org.inquest.lab.sweep.leak;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many objects of each slab cache are in use: `/proc/slabinfo`, version 2.1 (`slab_show()`,
/// mm/slab_common.c).
///
/// @param objects by cache
public record SlabCounts(Map<String, Long> objects) {
  private static final Pattern LINE =
      Pattern.compile("(\\S+)\\s+(\\d{1,12})\\s+(\\d{1,12})\\s+\\d+\\s+\\d+.*");

  /// Copies its map.
  public SlabCounts {
    objects = Map.copyOf(objects);
  }

  /// Reads the file; its headings are passed over.
  public static SlabCounts parse(String text) {
    Map<String, Long> objects = new HashMap<>();
    text.lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> objects.put(line.group(1), Long.parseLong(line.group(2))));
    return new SlabCounts(objects);
  }

  /// Caches that have more objects now than they had.
  ///
  /// @return by how many, in the order of their names
  public Map<String, Long> grownSince(SlabCounts before) {
    Map<String, Long> grown = new TreeMap<>();
    objects.forEach((cache, now) -> {
      long more = now - before.objects.getOrDefault(cache, now);
      if (more > 0) {
        grown.put(cache, more);
      }
    });
    return grown;
  }
}
