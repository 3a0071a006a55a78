package org.inquest.formats.oops.report;

/// A line of a console log without what loggers put before it.
///
/// Known are `** 12 printk messages dropped **`, `<6>`, `[ 12.345678]`, then with
/// CONFIG_PRINTK_CALLER `[ T123]` or `[ C1]` (15ff2069cb7f, "printk: Add caller information to
/// printk() output.", v5.1), and whatever a serial line, syslog or the journal wrote before the
/// time.
///
/// @param number counted from 0
/// @param stamped whether a time stood before it, so that the kernel said it
/// @param caller `T123`, `C1`, or empty
/// @param text the rest, with the blanks that begin a frame
/// @param nanoseconds since boot; -1 where no such time stood before it
public record ConsoleLine(
    long number, boolean stamped, String caller, String text, long nanoseconds) {
  /// How far into a line a time may begin; syslog's own prefix has some 60 characters.
  private static final int REACH = 120;

  /// Takes the prefix off.
  public static ConsoleLine parse(long number, String raw) {
    String line = raw.indexOf('\r') < 0 ? raw : raw.replace("\r", "");
    int from = 0;
    while (from < line.length() && from < REACH) {
      int open = line.indexOf('[', from);
      if (open < 0 || open > REACH) {
        break;
      }
      int end = timeEnd(line, open);
      if (end > 0) {
        return stamped(number, line, open, end);
      }
      from = open + 1;
    }
    return new ConsoleLine(number, false, "", line.substring(levelEnd(line, journalEnd(line))), -1);
  }

  private static ConsoleLine stamped(long number, String line, int stamp, int end) {
    int at = end;
    String caller = "";
    int open = at;
    while (open < line.length() && line.charAt(open) == ' ' && open - at < 2) {
      open++;
    }
    int close = line.indexOf(']', open);
    if (open < line.length() && line.charAt(open) == '[' && close > 0 && close - open < 12) {
      String inside = line.substring(open + 1, close).strip();
      if (inside.length() > 1
          && (inside.charAt(0) == 'T' || inside.charAt(0) == 'C')
          && allDigits(inside, 1)) {
        caller = inside;
        at = close + 1;
      }
    }
    if (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    return new ConsoleLine(number, true, caller, line.substring(at), nanoseconds(line, stamp, end));
  }

  /// Where a time such as `[ 12.345678]` ends, or -1.
  private static int timeEnd(String line, int open) {
    int at = open + 1;
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    int dot = digits(line, at);
    if (dot == at || dot >= line.length() || line.charAt(dot) != '.') {
      return -1;
    }
    int end = digits(line, dot + 1);
    boolean fits = end - dot >= 4 && end < line.length() && line.charAt(end) == ']';
    return fits ? end + 1 : -1;
  }

  /// The time between two brackets, which [#timeEnd(String, int)] has looked at.
  private static long nanoseconds(String line, int open, int end) {
    int dot = line.indexOf('.', open);
    String seconds = line.substring(open + 1, dot).strip();
    String fraction = line.substring(dot + 1, end - 1);
    if (seconds.length() > 9 || fraction.length() > 9) {
      return -1;
    }
    String nine = fraction + "0".repeat(9 - fraction.length());
    return Long.parseLong(seconds) * 1_000_000_000L + Long.parseLong(nine);
  }

  /// `Nov 12 10:00:00 host kernel: text`.
  private static int journalEnd(String line) {
    int found = line.indexOf(" kernel: ");
    return found > 0 && found < REACH && Character.isDigit(line.charAt(found > 6 ? 4 : 0))
        ? found + " kernel: ".length()
        : 0;
  }

  private static int levelEnd(String line, int from) {
    if (from >= line.length() || line.charAt(from) != '<') {
      return from;
    }
    int end = digits(line, from + 1);
    boolean level = end > from + 1 && end - from < 5 && end < line.length();
    return level && line.charAt(end) == '>' ? end + 1 : from;
  }

  private static int digits(String line, int from) {
    int at = from;
    while (at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private static boolean allDigits(String text, int from) {
    return digits(text, from) == text.length();
  }
}
