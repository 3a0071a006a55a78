package org.inquest.app.command.profile;

import java.util.Locale;
import org.inquest.app.document.Value;

/// Nanoseconds for people.
final class Times {
  private static final long MICROSECOND = 1000;
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000_000_000;

  private Times() {}

  /// `3.214 s`, `12.345 ms`, `17 us`.
  static String text(long nanoseconds) {
    if (nanoseconds >= SECOND) {
      return String.format(Locale.ROOT, "%.3f s", nanoseconds / (double) SECOND);
    }
    return nanoseconds >= MILLISECOND
        ? String.format(Locale.ROOT, "%.3f ms", nanoseconds / (double) MILLISECOND)
        : nanoseconds / MICROSECOND + " us";
  }

  /// The same with the number for programs; `-` for none.
  static Value value(long nanoseconds) {
    return new Value.Shown(nanoseconds == 0 ? "-" : text(nanoseconds), nanoseconds);
  }

  /// A moment of the profile's clock, as perf prints it: `3643.607101`.
  static String moment(long nanoseconds) {
    return String.format(
        Locale.ROOT, "%d.%06d", nanoseconds / SECOND, nanoseconds % SECOND / MICROSECOND);
  }
}
