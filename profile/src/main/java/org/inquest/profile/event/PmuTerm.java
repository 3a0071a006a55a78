package org.inquest.profile.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.fault.UsageError;

/// Where the bits of a term go: `config:0-7,32-35`, the lowest first.
///
/// @param word 0 for config, 1 for config1 and so on
/// @param ranges bits of that word
record PmuTerm(int word, List<Range> ranges) {
  /// config to config3.
  static final int WORDS = 4;

  private static final Pattern FORMAT =
      Pattern.compile("config([123]?):(\\d{1,2}(?:-\\d{1,2})?(?:,\\d{1,2}(?:-\\d{1,2})?){0,63})");

  /// Bits, both ends included.
  record Range(int low, int high) {
    int width() {
      return high - low + 1;
    }
  }

  /// A file below `format`; empty where its form is unknown.
  static Optional<PmuTerm> parse(String text) {
    Matcher matcher = FORMAT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    List<Range> ranges = new ArrayList<>();
    for (String part : matcher.group(2).split(",", -1)) {
      int dash = part.indexOf('-');
      int low = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
      int high = dash < 0 ? low : Integer.parseInt(part.substring(dash + 1));
      if (low > high || high > 63) {
        return Optional.empty();
      }
      ranges.add(new Range(low, high));
    }
    String number = matcher.group(1);
    return Optional.of(new PmuTerm(number.isEmpty() ? 0 : Integer.parseInt(number), ranges));
  }

  /// A whole word, as `config=0x...` means it.
  static PmuTerm whole(int word) {
    return new PmuTerm(word, List.of(new Range(0, 63)));
  }

  /// The value with its bits where they belong.
  ///
  /// @throws UsageError where it has more bits than the term
  long place(String term, long value) {
    long out = 0;
    int taken = 0;
    for (Range range : ranges) {
      long mask = range.width() == 64 ? -1L : (1L << range.width()) - 1;
      long part = taken >= 64 ? 0 : value >>> taken;
      out |= (part & mask) << range.low();
      taken += range.width();
    }
    if (taken < 64 && value >>> taken != 0) {
      throw new UsageError(
          term
              + "=0x"
              + Long.toHexString(value)
              + " has more than the "
              + taken
              + " bits of the term");
    }
    return out;
  }
}
