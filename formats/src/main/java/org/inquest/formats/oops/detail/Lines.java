package org.inquest.formats.oops.detail;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds patterns in a report's lines, and what their groups hold.
final class Lines {
  private Lines() {}

  /// The first match in any line.
  static Optional<Matcher> find(List<String> lines, Pattern pattern) {
    for (String line : lines) {
      Matcher found = pattern.matcher(line);
      if (found.find()) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /// The first of some groups that took part in a match.
  static Optional<String> group(Optional<Matcher> found, int... groups) {
    if (found.isPresent()) {
      for (int group : groups) {
        String text = found.get().group(group);
        if (text != null) {
          return Optional.of(text);
        }
      }
    }
    return Optional.empty();
  }

  /// The same as a decimal number of at most nine digits.
  static Optional<Integer> number(Optional<Matcher> found, int... groups) {
    return group(found, groups).map(Integer::valueOf);
  }

  /// The same as a hexadecimal number of at most 16 digits.
  static Optional<Long> hex(Optional<Matcher> found, int... groups) {
    return group(found, groups).map(digits -> Long.parseUnsignedLong(digits, 16));
  }
}
