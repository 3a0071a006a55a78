package org.inquest.app.command.general;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.inquest.app.document.Value;

/// Times of day and durations as crash shows them.
final class Moments {
  private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  private Moments() {}

  /// `Sat Nov 21 23:34:04 UTC 2026`, as crash has it. Not a `DateTimeFormatter`: its first use
  /// costs 40 ms.
  static Value date(long seconds) {
    // Year 9999: a clock beyond it is damage, and java.time would refuse it.
    if (seconds < 0 || seconds > 253_402_300_799L) {
      return new Value.Shown("? (" + seconds + " s since 1970)", seconds);
    }
    OffsetDateTime at = Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC);
    String day = Integer.toString(at.getDayOfMonth());
    String shown =
        DAYS[at.getDayOfWeek().getValue() - 1]
            + " "
            + MONTHS[at.getMonthValue() - 1]
            + (day.length() == 1 ? "  " : " ")
            + day
            + " "
            + clock(seconds % 86_400)
            + " UTC "
            + at.getYear();
    return new Value.Shown(shown, seconds);
  }

  static Value uptime(long seconds) {
    long days = seconds / 86_400;
    String shown = clock(seconds % 86_400);
    return new Value.Shown(days == 0 ? shown : days + " days, " + shown, seconds);
  }

  private static String clock(long seconds) {
    return two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60);
  }

  static String two(long number) {
    return number < 10 ? "0" + number : Long.toString(number);
  }
}
