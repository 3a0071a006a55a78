package org.inquest.kernel.printk;

import java.util.List;

/// One record of the kernel log: what one `printk()`, or several with `KERN_CONT`, wrote.
///
/// @param sequence number of the record since boot; a jump means that records are lost
/// @param nanoseconds time stamp, of `local_clock()`; -1 where the record has none
/// @param level 0 (emergency) to 7 (debug)
/// @param facility syslog facility; 0 is the kernel's own
/// @param caller who wrote it: a PID, or `0x80000000` plus the CPU outside of task context;
///   [#NO_CALLER] where the kernel did not keep it
/// @param text as written, without its last newline; may hold several lines, escapes and binary
///   noise: never print it unescaped
/// @param subsystem of the device it is about, empty for most
/// @param device its name, such as `+pci:0000:00:03.0`
public record LogRecord(
    long sequence,
    long nanoseconds,
    int level,
    int facility,
    long caller,
    String text,
    String subsystem,
    String device) {

  /// Where the kernel did not keep who wrote a record.
  public static final long NO_CALLER = -1;

  private static final long CALLER_IS_CPU = 0x8000_0000L;
  private static final long MICROSECOND = 1000;
  private static final int SECOND_WIDTH = 5;
  private static final int MICROSECOND_WIDTH = 6;

  /// The text's lines; each is shown behind the same time stamp.
  public List<String> lines() {
    return text.indexOf('\n') < 0 ? List.of(text) : List.of(text.split("\n", -1));
  }

  /// Time stamp in seconds.
  public double seconds() {
    return nanoseconds < 0 ? 0 : nanoseconds / 1e9;
  }

  /// `[ 4.404811] `, as the console shows it; empty where there is no time stamp.
  public String stamp() {
    if (nanoseconds < 0) {
      return "";
    }
    long micros = nanoseconds / MICROSECOND;
    StringBuilder out = new StringBuilder(16).append('[');
    pad(out, micros / 1_000_000, SECOND_WIDTH, ' ');
    out.append('.');
    pad(out, micros % 1_000_000, MICROSECOND_WIDTH, '0');
    return out.append("] ").toString();
  }

  private static void pad(StringBuilder out, long value, int width, char with) {
    String digits = Long.toString(value);
    for (int i = digits.length(); i < width; i++) {
      out.append(with);
    }
    out.append(digits);
  }

  /// `T51` or `C0`, as CONFIG_PRINTK_CALLER shows it; empty where it was not kept.
  public String callerName() {
    if (caller == NO_CALLER) {
      return "";
    }
    return (caller & CALLER_IS_CPU) == 0 ? "T" + caller : "C" + (caller & ~CALLER_IS_CPU);
  }
}
