package org.inquest.formats.oops.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands before the kernel's own words in a line of a log.
///
/// | written by | prefix |
/// |---|---|
/// | printk | `<4>`, `[   12.345678]`, with CONFIG_PRINTK_CALLER `[ T123]` or `[ C1]` (15ff2069cb7f, "printk: Add caller information to printk() output.", v5.1) |
/// | printk that lost messages | `** 12 printk messages dropped **` |
/// | `dmesg -x` | `kern  :warn  : ` |
/// | `dmesg -T`, `--time-format` | `[Thu Nov 12 10:00:00 2026] `, `2026-11-12T10:00:00,123456+00:00 `, `[Nov12 10:00] `, `[  +0.000012] ` |
/// | syslog, `journalctl -o short` | `Nov 12 10:00:00 host kernel: ` |
/// | `journalctl -o short-iso` | `2026-11-12T10:00:00+0000 host kernel: ` |
/// | `journalctl -o short-monotonic` | `[   12.345678] host kernel: ` |
/// | RFC 5424 | `<4>1 2026-11-12T10:00:00.123456+00:00 host kernel - - - ` |
/// | netconsole, extended | `6,1234,567890,-,caller=T123;` (Documentation/networking/netconsole.rst) |
/// | conserver, minicom, `ts` | `[2026-11-12 10:00:00] ` and the like |
/// | Android's vendors | `(1)[123:comm]`, `[1:  comm:  123]`, `c1    123 ` behind the time |
final class LinePrefix {
  /// How far into a line a time may begin; syslog's own prefix has some 60 characters.
  private static final int REACH = 120;

  private static final String CLOCK =
      "(?:[A-Z][a-z]{2} )?[A-Z][a-z]{2} {0,2}\\d{1,2} \\d\\d:\\d\\d(?::\\d\\d)?(?:[.,]\\d{1,9})?(?: \\d{4})?"
          + "|\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?:Z|[+-]\\d\\d:?\\d\\d)?"
          + "|\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?";

  /// A logger's prefix with date and time, and whoever it says spoke.
  private static final Pattern LOGGED =
      Pattern.compile(
          "^(?:(?:kern|user|daemon) *:[a-z]+ *: |<\\d{1,3}>(?:1 )?)?(\\[?)("
              + CLOCK
              + ")(\\]?):? "
              + "(?:[\\w.:-]{1,64} kernel(?:\\[\\d+\\])?(?:: | - - - ?(?:BOM)?)|kernel: )?");

  /// `[Nov12 10:00]` and `[ +0.000012]` of `dmesg --time-format=reltime`, `[< 0.000012>]` of delta.
  private static final Pattern RELATIVE =
      Pattern.compile("^\\[(?: *\\+\\d+\\.\\d{6}|< *\\d+\\.\\d{6}>)\\] ");

  /// A process that speaks for itself, not the kernel.
  private static final Pattern FOREIGN =
      Pattern.compile("^[\\w.-]{1,64} [\\w./()-]{1,64}\\[\\d{1,9}\\]: ");

  private static final Pattern NETCONSOLE =
      Pattern.compile("^\\d{1,4},\\d{1,19},(\\d{1,17}),[-cl+](,[^;]{1,200})?;");

  private static final Pattern CALLER = Pattern.compile(",caller=([TC]\\d{1,9})(?:,|$)");

  private static final Pattern MONOTONIC_HOST = Pattern.compile("^[\\w.-]{1,64} kernel: ");
  private static final Pattern ANDROID =
      Pattern.compile(
          "^(?:\\.?\\(\\d\\)\\[(\\d{1,7}):[^\\]]{1,20}\\]|(?:<\\d>)?\\s?\\[\\d: {0,20}[^\\]]{1,20}?: {0,9}(\\d{1,7})\\] ?"
              + "|c\\d {1,6}(\\d{1,7}) )");
  private static final Pattern LEVEL =
      Pattern.compile("^(?:<\\d{1,3}>|(?:kern|user|daemon) *:[a-z]+ *: )");

  private LinePrefix() {}

  static ConsoleLine strip(long number, String raw) {
    String line = raw.indexOf('\r') < 0 ? raw : raw.replace("\r", "");
    int from = 0;
    while (from < line.length() && from < REACH) {
      int open = line.indexOf('[', from);
      if (open < 0 || open > REACH) {
        break;
      }
      int end = timeEnd(line, open);
      if (end > 0) {
        return timed(number, line, open, end);
      }
      from = open + 1;
    }
    return untimed(number, line);
  }

  /// A line without the kernel's own time.
  private static ConsoleLine untimed(long number, String line) {
    Matcher net = NETCONSOLE.matcher(line);
    if (net.lookingAt()) {
      Matcher caller = CALLER.matcher(net.group(2) == null ? "" : net.group(2));
      String who = caller.find() ? caller.group(1) : "";
      long time = Long.parseLong(net.group(1)) * 1000;
      return new ConsoleLine(number, true, who, line.substring(net.end()), time, "");
    }
    Matcher logged = LOGGED.matcher(line);
    if (line.length() > 10
        && logged.lookingAt()
        && logged.group(1).isEmpty() == logged.group(3).isEmpty()) {
      String rest = line.substring(logged.end());
      String text = FOREIGN.matcher(rest).lookingAt() ? "" : level(rest);
      return new ConsoleLine(number, true, "", text, -1, logged.group(2));
    }
    Matcher relative = RELATIVE.matcher(line);
    if (relative.lookingAt()) {
      return new ConsoleLine(number, true, "", level(line.substring(relative.end())), -1, "");
    }
    return new ConsoleLine(number, false, "", level(line), -1, "");
  }

  private static String level(String line) {
    if (line.isEmpty() || line.charAt(0) != '<' && line.indexOf(':') < 0) {
      return line;
    }
    Matcher level = LEVEL.matcher(line);
    return level.lookingAt() ? line.substring(level.end()) : line;
  }

  private static ConsoleLine timed(long number, String line, int stamp, int end) {
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
          && digits(inside, 1) == inside.length()) {
        caller = inside;
        at = close + 1;
      }
    }
    if (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    String text = line.substring(at);
    Matcher host = MONOTONIC_HOST.matcher(text);
    if (stamp == 0 && host.lookingAt()) {
      text = text.substring(host.end());
    }
    Matcher android = ANDROID.matcher(text);
    if (caller.isEmpty() && android.lookingAt()) {
      for (int i = 1; i <= 3; i++) {
        caller = android.group(i) == null ? caller : "T" + android.group(i);
      }
      text = text.substring(android.end());
    }
    Matcher logged = LOGGED.matcher(line);
    String clock = stamp > 0 && logged.lookingAt() ? logged.group(2) : "";
    return new ConsoleLine(number, true, caller, text, nanoseconds(line, stamp, end), clock);
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

  private static int digits(String line, int from) {
    int at = from;
    while (at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9') {
      at++;
    }
    return at;
  }
}
