package org.inquest.formats.oops.report;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds who and where in a report's lines: `dump_stack_print_info()` (lib/dump_stack.c), and what
/// older kernels and single kinds of reports print.
final class HeaderReader {
  /// `CPU: 0 UID: 0 PID: 1 Comm: init Not tainted 6.12.0 #1`; up to 3.9 `Pid: 1, comm: init Not
  /// tainted 3.6.1 #1 vendor product/board`; up to 2.6 `CPU: 0` stood alone.
  private static final Pattern TASK =
      Pattern.compile(
          "^(?:CPU: (\\d{1,6}) (?:UID: \\d+ )?PID: (\\d{1,9}) Comm: |Pid: (\\d{1,9}), comm: )"
              + "(.{0,20}?)(?: Kdump: loaded)?(?: (?:Not tainted|Tainted: ([A-Z ]+?)(?=[ (-]*[\\d(-]|$))"
              + "[-\\s(]*([^\\s)]*)\\)? ?(.*))?$");

  /// Who a first line names: soft lockups, hung tasks, KASAN's access, old oopses, new warnings.
  private static final Pattern NAMED =
      Pattern.compile(
          "(?:stuck for \\d+s! \\[(.{1,20}):(\\d{1,9})\\]|INFO: task (.{1,20}):(\\d{1,9}) (?:is |blocked)"
              + "|by task (.{1,20})/(\\d{1,9})$|^Process (.{1,20}) \\(pid: (\\d{1,9})"
              + "|, CPU#\\d+: (.{1,20})/(\\d{1,9})$)");

  private static final Pattern CPU =
      Pattern.compile("CPU#(\\d{1,6})\\b|^CPU: (\\d{1,6})\\s|LOCKUP on cpu (\\d{1,6})");
  private static final Pattern NUMBER = Pattern.compile("\\[#(\\d{1,9})\\]");
  private static final Pattern HARDWARE = Pattern.compile("^\\s*+Hardware name: (.+)");
  private static final Pattern WORK = Pattern.compile("^Workqueue: (.+)");

  private final LogReport report;
  private int cpu = -1;
  private int pid = -1;
  private String comm = "";
  private String workqueue = "";
  private String release = "";
  private String build = "";
  private String hardware = "";
  private int number;

  HeaderReader(LogReport report) {
    this.report = report;
  }

  ReportHeader read() {
    report.lines().forEach(line -> take(line.text()));
    if (pid < 0) {
      report.lines().forEach(line -> named(line.text()));
    }
    List<String> texts = report.lines().stream().map(ConsoleLine::text).toList();
    return new ReportHeader(
        report.first().number(),
        report.lines().getLast().number(),
        time(report.lines()),
        time(report.lines().reversed()),
        cpu,
        pid,
        comm,
        workqueue,
        Machine.of(texts).taint(),
        release,
        build,
        hardware,
        number);
  }

  private void take(String text) {
    Matcher task = TASK.matcher(text);
    if (pid < 0 && task.find()) {
      cpu = task.group(1) != null ? Integer.parseInt(task.group(1)) : cpu;
      pid = Integer.parseInt(task.group(2) != null ? task.group(2) : task.group(3));
      comm = task.group(4);
      release = some(task.group(6));
      build = some(task.group(7)).strip();
    }
    Matcher found = CPU.matcher(text);
    if (cpu < 0 && found.find()) {
      cpu = Integer.parseInt(group(found));
    }
    found = HARDWARE.matcher(text);
    if (hardware.isEmpty() && found.find()) {
      hardware = found.group(1).strip();
    }
    found = WORK.matcher(text);
    if (workqueue.isEmpty() && found.find()) {
      workqueue = found.group(1).strip();
    }
    found = NUMBER.matcher(text);
    if (number == 0 && found.find()) {
      number = Integer.parseInt(found.group(1));
    }
  }

  private void named(String text) {
    Matcher found = NAMED.matcher(text);
    if (pid >= 0 || !found.find()) {
      return;
    }
    for (int i = 1; i < found.groupCount(); i += 2) {
      if (found.group(i) != null) {
        comm = found.group(i);
        pid = Integer.parseInt(found.group(i + 1));
      }
    }
  }

  private static String group(Matcher found) {
    String out = "";
    for (int i = 1; i <= found.groupCount(); i++) {
      out = found.group(i) == null ? out : found.group(i);
    }
    return out;
  }

  private static String some(String group) {
    return group == null ? "" : group;
  }

  private static OptionalLong time(List<ConsoleLine> lines) {
    for (ConsoleLine line : lines) {
      if (line.nanoseconds() >= 0) {
        return OptionalLong.of(line.nanoseconds());
      }
    }
    return OptionalLong.empty();
  }
}
