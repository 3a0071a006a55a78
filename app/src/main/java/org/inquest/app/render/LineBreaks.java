package org.inquest.app.render;

import java.util.ArrayList;
import java.util.List;

/// Breaks sentences into lines.
final class LineBreaks {
  private LineBreaks() {}

  /// Lines of at most `room` characters, broken at spaces. A word longer than that keeps a line of
  /// its own: addresses and paths are there to be copied.
  static List<String> at(String words, int room) {
    List<String> out = new ArrayList<>();
    int start = 0;
    while (words.length() - start > room) {
      int end = words.lastIndexOf(' ', start + room);
      if (end <= start) {
        end = words.indexOf(' ', start + room);
      }
      if (end < 0) {
        break;
      }
      out.add(words.substring(start, end));
      start = end + 1;
    }
    out.add(words.substring(start));
    return out;
  }
}
