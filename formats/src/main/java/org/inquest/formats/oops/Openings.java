package org.inquest.formats.oops;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.inquest.formats.oops.LogEvent.AtomicSleep;
import org.inquest.formats.oops.LogEvent.Complaint;
import org.inquest.formats.oops.LogEvent.HungTask;
import org.inquest.formats.oops.LogEvent.InitFreed;
import org.inquest.formats.oops.LogEvent.Lockup;
import org.inquest.formats.oops.LogEvent.OomInvoked;
import org.inquest.formats.oops.LogEvent.OomKilled;
import org.inquest.formats.oops.LogEvent.Panic;
import org.inquest.formats.oops.LogEvent.Request;
import org.inquest.formats.oops.LogEvent.Warning;
import org.jspecify.annotations.Nullable;

/// The lines that begin a report, by their words.
final class Openings {
  private Openings() {}

  /// The report that a line begins; null for all other lines, which are nearly all.
  static @Nullable Draft find(LogLine line) {
    String text = line.text();
    if (text.length() < 8 || text.charAt(0) == ' ') {
      return null;
    }
    Draft trap = trap(line, text);
    if (trap != null) {
      return trap;
    }
    Draft found =
        switch (text.charAt(0)) {
          case 'K' -> text.startsWith("Killed ") ? killed(line, text) : panic(line, text);
          case 'W' -> warning(line, text);
          case 'w', 'N', 'r', 'I' -> stuck(line, text);
          case 'l', 'B' -> complaint(line, text);
          case 'U', 'S', 's', 'F' -> single(line, text);
          case 'O', 'M' -> killed(line, text);
          default -> null;
        };
    return found != null ? found : other(line, text);
  }

  /// Lines that begin with the name of a task, or with anything else.
  private static @Nullable Draft other(LogLine line, String text) {
    int invoked = text.indexOf(" invoked oom-killer: ");
    if (invoked > 0) {
      String request = text.substring(invoked + " invoked oom-killer: ".length());
      String invoker = text.substring(0, invoked);
      return Draft.report(d -> new OomInvoked(line, invoker, request, d.body.finish()));
    }
    return text.startsWith("refcount_t: ")
        ? Draft.line(new Complaint(line, Complaint.Kind.REFCOUNT, List.of()))
        : null;
  }

  private static @Nullable Draft trap(LogLine line, String text) {
    TrapHead head = new TrapHead(line);
    if (text.startsWith("BUG: ") && pageFault(head, text)
        || text.startsWith("kernel BUG at ") && bug(head, text)
        || text.startsWith("PANIC: double fault") && doubleFault(head)
        || text.startsWith("kernel tried to execute NX-protected page") && noExecute(head)
        || text.indexOf(" [#") > 0 && died(head, text)
        || text.startsWith("#PF: error_code(0x") && faultCode(head, text)) {
      return Draft.trap(head);
    }
    return null;
  }

  /// arch/x86/mm/fault.c, `show_fault_oops()`; the words without "address:" are of before
  /// f28b11a2abd9 (v5.1).
  private static boolean pageFault(TrapHead head, String text) {
    boolean guard = text.contains("stack guard page was hit at ");
    if (!guard
        && !text.contains("NULL pointer dereference")
        && !text.contains("unable to handle ")) {
      return false;
    }
    LineScan scan = new LineScan(text);
    head.address = scan.seek("address: ") || scan.seek(" at ") ? scan.hex() : OptionalLong.empty();
    head.trap = guard ? Trap.STACK_OVERFLOW : Trap.PAGE_FAULT;
    head.wordy = true;
    return true;
  }

  private static boolean bug(TrapHead head, String text) {
    String place = text.substring("kernel BUG at ".length());
    head.place = place.endsWith("!") ? place.substring(0, place.length() - 1) : place;
    head.trap = Trap.BUG;
    head.wordy = true;
    return true;
  }

  private static boolean doubleFault(TrapHead head) {
    head.trap = Trap.DOUBLE_FAULT;
    head.wordy = true;
    head.died = true;
    return true;
  }

  private static boolean noExecute(TrapHead head) {
    head.trap = Trap.PAGE_FAULT;
    head.noExecute = true;
    return true;
  }

  private static boolean faultCode(TrapHead head, String text) {
    LineScan scan = new LineScan(text);
    scan.seek("error_code(");
    head.trap = Trap.PAGE_FAULT;
    head.errorCode = (int) scan.hex().orElse(-1);
    return true;
  }

  /// `STR: EEEE [#n] ...`; since f9f62a877da1 (after v6.8) `Oops: ` stands before any string.
  private static boolean died(TrapHead head, String text) {
    int mark = text.indexOf(" [#");
    int colon = text.lastIndexOf(": ", mark);
    LineScan scan = new LineScan(text.substring(mark + 3));
    int number = scan.number();
    OptionalLong code =
        colon < 0 ? OptionalLong.empty() : new LineScan(text.substring(colon + 2)).hex();
    if (number <= 0 || scan.peek() != ']' || code.isEmpty()) {
      return false;
    }
    String string = text.substring(0, colon);
    string = string.startsWith("Oops: ") ? string.substring("Oops: ".length()) : string;
    head.trap = string.equals("Oops") ? Trap.PAGE_FAULT : Trap.of(string);
    head.wordy = !string.equals("Oops") && head.trap != Trap.INVALID_OPCODE;
    head.errorCode = (int) code.getAsLong();
    head.number = number;
    head.died = true;
    LineScan address = new LineScan(string);
    if (address.seek("address 0x")) {
      head.address = address.hex();
    }
    return true;
  }

  private static @Nullable Draft panic(LogLine line, String text) {
    String start = "Kernel panic - not syncing: ";
    if (!text.startsWith(start)) {
      return null;
    }
    String reason = text.substring(start.length());
    return Draft.report(d -> new Panic(line, reason, d.body.finish()));
  }

  /// `WARNING: CPU: 1 PID: 105 at lib/refcount.c:28 f+0x1/0x2`; since 28ea295f941e (v6.19)
  /// `WARNING: lib/refcount.c:28 at f+0x1/0x2, CPU#1: poker/105`.
  private static @Nullable Draft warning(LogLine line, String text) {
    LineScan scan = new LineScan(text);
    if (!scan.skip("WARNING: ")) {
      return null;
    }
    String place;
    String where;
    if (scan.skip("CPU: ") && scan.seek(" at ")) {
      place = scan.until(" ");
      where = scan.rest();
    } else {
      String before = scan.until(" at ");
      place = before.substring(before.lastIndexOf(' ') + 1);
      where = scan.until(", ");
    }
    if (place.indexOf(':') < 0) {
      return null;
    }
    Optional<CodePlace> function = CodePlace.parse(where);
    return Draft.report(d -> new Warning(line, place, function, d.said, d.body.finish()));
  }

  private static @Nullable Draft stuck(LogLine line, String text) {
    LineScan scan = new LineScan(text);
    if (scan.seek("BUG: soft lockup - CPU#")) {
      int cpu = scan.number();
      int seconds = scan.seek("stuck for ") ? scan.number() : -1;
      String name = scan.seek("[") ? scan.until("]") : "";
      return lockup(line, Lockup.Kind.SOFT, cpu, seconds, name);
    }
    if (scan.seek("hard LOCKUP on cpu ")) {
      return lockup(line, Lockup.Kind.HARD, scan.number(), -1, "");
    }
    if (text.contains("INFO: rcu") && text.contains("stall")) {
      return lockup(line, Lockup.Kind.RCU, -1, -1, "");
    }
    return scan.skip("INFO: task ") ? hungTask(line, scan) : null;
  }

  private static Draft lockup(LogLine line, Lockup.Kind kind, int cpu, int seconds, String name) {
    int colon = name.lastIndexOf(':');
    String comm = colon < 0 ? name : name.substring(0, colon);
    int pid = colon < 0 ? -1 : (int) LineScan.decimal(name, colon + 1);
    OptionalInt time = seconds < 0 ? OptionalInt.empty() : OptionalInt.of(seconds);
    return Draft.report(d -> new Lockup(line, kind, cpu, time, comm, pid, d.body.finish()));
  }

  private static @Nullable Draft hungTask(LogLine line, LineScan scan) {
    String name = scan.until(" blocked for more than ");
    int seconds = scan.number();
    int colon = name.lastIndexOf(':');
    if (seconds < 0 || colon <= 0) {
      return null;
    }
    String comm = name.substring(0, colon);
    int pid = (int) LineScan.decimal(name, colon + 1);
    return Draft.report(d -> new HungTask(line, comm, pid, seconds, d.body.finish()));
  }

  /// kernel/sched/core.c, `__schedule_bug()` ("comm/pid/0x00000002") and `__might_resched()`.
  private static @Nullable Draft atomicSleep(LogLine line, String text) {
    LineScan scan = new LineScan(text);
    if (scan.skip("BUG: scheduling while atomic: ")) {
      String who = scan.rest();
      int count = who.lastIndexOf('/');
      int pid = count < 0 ? -1 : who.lastIndexOf('/', count - 1);
      if (pid <= 0) {
        return null;
      }
      LineScan number = new LineScan(who.substring(count + 1));
      OptionalLong preempt = number.skip("0x") ? number.hex() : OptionalLong.empty();
      String comm = who.substring(0, pid);
      int id = (int) LineScan.decimal(who.substring(pid + 1, count), 0);
      return Draft.report(d -> new AtomicSleep(line, comm, id, preempt, d.body.finish()));
    }
    return scan.skip("BUG: sleeping function called from invalid context at ")
        ? Draft.report(d -> new AtomicSleep(line, "", -1, OptionalLong.empty(), d.body.finish()))
        : null;
  }

  private static @Nullable Draft complaint(LogLine line, String text) {
    if (text.startsWith("BUG: s")) {
      return atomicSleep(line, text);
    }
    Complaint.Kind kind = null;
    if (text.startsWith("list_del corruption") || text.startsWith("list_add ")) {
      kind = Complaint.Kind.LIST;
    } else if (text.startsWith("BUG: KASAN: ")
        || text.startsWith("BUG: KFENCE: ")
        || text.startsWith("BUG: KMSAN: ")) {
      kind = Complaint.Kind.SANITIZER;
    } else if (text.startsWith("BUG: Bad page ")) {
      kind = Complaint.Kind.PAGE;
    } else if (text.startsWith("BUG ") && text.contains("): ")) {
      kind = Complaint.Kind.SLAB;
    }
    return kind == null ? null : Draft.line(new Complaint(line, kind, List.of()));
  }

  private static @Nullable Draft single(LogLine line, String text) {
    if (text.startsWith("Uhhuh. NMI received")) {
      return Draft.line(new Request(line, Request.Kind.UNKNOWN_NMI));
    }
    if (text.endsWith("Trigger a crash") && text.regionMatches(true, 0, "sysrq", 0, 5)) {
      return Draft.line(new Request(line, Request.Kind.SYSRQ_CRASH));
    }
    if (text.startsWith("Freeing unused kernel memory: ")
        || text.startsWith("Freeing unused kernel image (initmem) memory: ")) {
      return Draft.line(new InitFreed(line));
    }
    return null;
  }

  /// mm/oom_kill.c, `__oom_kill_process()`; older kernels do not say the cause on this line.
  private static @Nullable Draft killed(LogLine line, String text) {
    boolean cgroup = text.startsWith("Memory cgroup out of memory: ");
    LineScan scan = new LineScan(text);
    boolean known = cgroup || text.startsWith("Out of memory") || text.startsWith("Killed ");
    if (!known || !scan.seek("Killed process ")) {
      return null;
    }
    int pid = scan.number();
    String comm = scan.seek("(") ? scan.until(")") : "";
    String details = scan.blanks().rest();
    return pid < 0 ? null : Draft.line(new OomKilled(line, cgroup, pid, comm, details));
  }
}
