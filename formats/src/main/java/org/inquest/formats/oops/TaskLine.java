package org.inquest.formats.oops;

import java.util.Optional;

/// `CPU: 0 PID: 1 Comm: init Tainted: G OE 6.1.0-56-cloud-amd64 #1`: who was running.
///
/// Since 6.12 `UID:` stands before `PID:`; `Kdump: loaded` and `Not tainted` may stand behind the
/// name.
///
/// @param comm at most 15 bytes; may hold blanks
/// @param taint letters as printed, without blanks; empty where not tainted
/// @param release the kernel's release and version; empty where the line is cut
public record TaskLine(int cpu, int pid, String comm, String taint, String release) {
  static Optional<TaskLine> parse(String text) {
    LineScan scan = new LineScan(text);
    if (!scan.skip("CPU: ")) {
      return Optional.empty();
    }
    int cpu = scan.number();
    if (cpu < 0 || !scan.seek(" PID: ")) {
      return Optional.empty();
    }
    int pid = scan.number();
    if (pid < 0 || !scan.skip(" Comm: ")) {
      return Optional.empty();
    }
    String rest = scan.rest();
    int end = rest.length();
    for (String after : new String[] {" Kdump: loaded", " Tainted: ", " Not tainted"}) {
      int found = rest.indexOf(after);
      end = found >= 0 ? Math.min(end, found) : end;
    }
    String comm = rest.substring(0, end);
    LineScan tail = new LineScan(rest.substring(end));
    String taint = "";
    if (tail.seek("Tainted: ")) {
      taint = letters(tail);
    } else {
      tail.seek("Not tainted ");
    }
    return Optional.of(new TaskLine(cpu, pid, comm, taint, tail.blanks().rest().strip()));
  }

  private static String letters(LineScan tail) {
    StringBuilder out = new StringBuilder();
    while (tail.peek() == ' ' || tail.peek() >= 'A' && tail.peek() <= 'Z') {
      if (tail.peek() != ' ') {
        out.append(tail.peek());
      }
      tail.skip(String.valueOf(tail.peek()));
    }
    return out.toString();
  }
}
