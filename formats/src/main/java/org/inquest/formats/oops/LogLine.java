package org.inquest.formats.oops;

import org.jspecify.annotations.Nullable;

/// One line of a kernel log without its prefix.
///
/// @param nanoseconds time stamp; -1 where the line has none
/// @param caller what keeps apart the lines of writers that interleave: PID or CPU as `printk`
///   knows them, 0 where the log does not tell
/// @param text as logged; may hold anything, never print it unescaped
public record LogLine(long nanoseconds, long caller, String text) {
  /// Added to a CPU's number where a caller is an interrupt of that CPU and no task.
  public static final long CPU = 0x8000_0000L;

  /// Time stamp in seconds, 0 where there is none.
  public double seconds() {
    return nanoseconds < 0 ? 0 : nanoseconds / 1e9;
  }

  /// Takes a console line apart: `<4>[ 4.404811][ T107] text`. Whatever is missing is left out.
  public static LogLine parse(String line) {
    int at = 0;
    if (line.startsWith("<") && line.indexOf('>') > 0 && line.indexOf('>') <= 4) {
      at = line.indexOf('>') + 1;
    }
    long time = -1;
    long caller = 0;
    String stamp = bracket(line, at);
    if (stamp != null && nanoseconds(stamp.strip()) >= 0) {
      time = nanoseconds(stamp.strip());
      at = line.indexOf(']', at) + 1;
      String who = bracket(line, at);
      if (who != null && who(who.strip()) >= 0) {
        caller = who(who.strip());
        at = line.indexOf(']', at) + 1;
      }
      at = at < line.length() && line.charAt(at) == ' ' ? at + 1 : at;
    }
    return new LogLine(time, caller, line.substring(at));
  }

  private static @Nullable String bracket(String line, int at) {
    int close = line.indexOf(']', at);
    return at < line.length() && line.charAt(at) == '[' && close > 0
        ? line.substring(at + 1, close)
        : null;
  }

  private static long who(String text) {
    if (text.length() < 2 || text.length() > 11) {
      return -1;
    }
    long number = LineScan.decimal(text, 1);
    return number < 0
        ? -1
        : text.charAt(0) == 'T' ? number : text.charAt(0) == 'C' ? CPU + number : -1;
  }

  private static long nanoseconds(String text) {
    int dot = text.indexOf('.');
    if (dot <= 0 || dot > 9 || text.length() - dot - 1 != 6) {
      return -1;
    }
    long seconds = LineScan.decimal(text.substring(0, dot), 0);
    long micros = LineScan.decimal(text, dot + 1);
    return seconds < 0 || micros < 0 ? -1 : seconds * 1_000_000_000L + micros * 1000L;
  }
}
