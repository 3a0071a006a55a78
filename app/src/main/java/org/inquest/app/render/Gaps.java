package org.inquest.app.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The gaps of one output, each sentence once. A damaged dump can have a gap on every line.
final class Gaps {
  /// Different gaps that are kept; beyond them only their number is.
  private static final int LIMIT = 100;

  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private int dropped;

  void add(String what) {
    Integer seen = counts.get(what);
    if (seen != null) {
      counts.put(what, seen + 1);
    } else if (counts.size() < LIMIT) {
      counts.put(what, 1);
    } else {
      dropped++;
    }
  }

  /// Whether a gap was counted.
  boolean has(String what) {
    return counts.containsKey(what);
  }

  List<String> sentences() {
    List<String> out = new ArrayList<>(counts.size() + 1);
    for (Map.Entry<String, Integer> gap : counts.entrySet()) {
      int times = gap.getValue();
      out.add(times == 1 ? gap.getKey() : gap.getKey() + " (" + times + " times)");
    }
    if (dropped > 0) {
      out.add("and " + dropped + " more");
    }
    return out;
  }
}
