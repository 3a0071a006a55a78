package org.inquest.formats.oops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Collects what stands below a report's first line.
final class BodyReader {
  private static final int MAX_TRACE = 300;

  private Optional<TaskLine> task = Optional.empty();
  private Optional<CodePlace> at = Optional.empty();
  private final Map<String, Long> registers = new LinkedHashMap<>();
  private Optional<CodeBytes> code = Optional.empty();
  private final List<TraceLine> trace = new ArrayList<>();
  private String modules = "";
  private String section = "";
  private int lines;
  private boolean inTrace;
  private boolean registersDone;
  private boolean codeDone;

  /// Takes a line.
  ///
  /// @return false where the line shows that the report is over
  boolean take(String text) {
    lines++;
    if (text.startsWith("CPU: ")) {
      task = task.isEmpty() ? TaskLine.parse(text) : task;
    } else if (text.startsWith("RIP: ")) {
      programCounter(text);
    } else if (text.startsWith("Code: ")) {
      code = codeDone ? code : CodeBytes.parse(text.substring(6));
      codeDone = true;
    } else if (text.startsWith("Call Trace:")) {
      inTrace = trace.isEmpty();
      registersDone |= !registers.isEmpty();
    } else if (text.startsWith("Modules linked in:")) {
      modules = text.substring("Modules linked in:".length()).strip();
      inTrace = false;
    } else if (inTrace) {
      traceLine(text);
    } else if (!registersDone || text.startsWith("CR2: ")) {
      registerLine(text);
    }
    return !text.startsWith("Kernel Offset: ");
  }

  /// `RIP: 0010:f+0x1/0x2`; the low two bits of the selector are the privilege level.
  private void programCounter(String text) {
    LineScan scan = new LineScan(text);
    scan.skip("RIP: ");
    var selector = scan.hex();
    boolean user = selector.isPresent() && (selector.getAsLong() & 3) == 3;
    if (user || at.isPresent()) {
      // The context that was interrupted, or user mode: the first set is over.
      registersDone = true;
      codeDone = true;
      inTrace &= !user;
      return;
    }
    at = CodePlace.parse(scan.skip(":") ? scan.rest() : text.substring("RIP: ".length()));
  }

  private void traceLine(String text) {
    String line = text.strip();
    if (line.startsWith("<") && line.endsWith(">")) {
      section = line.startsWith("</") ? "" : line.substring(1, line.length() - 1);
      return;
    }
    boolean guess = line.startsWith("? ");
    Optional<CodePlace> place = CodePlace.parse(guess ? line.substring(2) : line);
    if (place.isPresent() && trace.size() < MAX_TRACE) {
      trace.add(new TraceLine(place.get(), guess, section));
    }
  }

  /// `RAX: 0000000000000000 RBX: ...`, `RSP: 0018:ffff... EFLAGS: 00000246`, `CR2: ...`.
  private void registerLine(String text) {
    LineScan scan = new LineScan(text);
    while (scan.blanks().peek() != 0) {
      String name = scan.until(":");
      if (!isRegister(name)) {
        return;
      }
      var value = scan.blanks().hex();
      if (value.isEmpty()) {
        return;
      }
      if (scan.skip(":")) {
        value = scan.hex();
      }
      if (value.isPresent()) {
        registers.put(name.toLowerCase(Locale.ROOT), value.getAsLong());
      }
      if (scan.skip("(")) {
        scan.until(")");
      }
    }
  }

  /// `RAX`, `R8`, `CR2`, `knlGS`; other lines have colons too.
  private static boolean isRegister(String name) {
    if (name.isEmpty() || name.length() > 8 || name.indexOf(' ') >= 0) {
      return false;
    }
    return name.charAt(0) >= 'A' && name.charAt(0) <= 'Z' || name.equals("knlGS");
  }

  int size() {
    return lines;
  }

  ReportBody finish() {
    return new ReportBody(
        task, at, Collections.unmodifiableMap(registers), code, List.copyOf(trace), modules, lines);
  }
}
