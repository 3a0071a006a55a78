package org.inquest.formats.oops.report;

import org.inquest.formats.oops.LogLine;

/// A line of a console log without what loggers put before it.
///
/// @param number counted from 0
/// @param stamped whether a time stood before it
/// @param caller `T123`, `C1`, or empty
/// @param text the rest, with the blanks that begin a frame
/// @param nanoseconds since boot; -1 where no such time stood before it
/// @param clock date and time as a logger wrote them; empty where none did
public record ConsoleLine(
    long number, boolean stamped, String caller, String text, long nanoseconds, String clock) {

  /// The line as readers of single events want it.
  public LogLine logLine() {
    boolean cpu = caller.startsWith("C");
    long who = caller.isEmpty() ? 0 : Long.parseLong(caller.substring(1));
    return new LogLine(nanoseconds, cpu ? LogLine.CPU + who : who, text);
  }

  /// Takes the prefix off; [LinePrefix] says which are known.
  public static ConsoleLine parse(long number, String raw) {
    return LinePrefix.strip(number, raw);
  }

  /// The same line with another text.
  ConsoleLine with(String other) {
    return new ConsoleLine(number, stamped, caller, other, nanoseconds, clock);
  }
}
