package org.inquest.app.command.general;

import java.util.ArrayList;
import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Listing;
import org.inquest.app.document.Table;
import org.inquest.app.document.Value;
import org.inquest.kernel.printk.KernelLog;
import org.inquest.kernel.printk.LogRecord;

/// The kernel log, as dmesg and crash's `log` show it.
public final class LogCommand implements InquestCommand {
  private static final Option NO_TIME = Option.flag("-t", "without time stamps");
  private static final Option LEVEL = Option.flag("-m", "with the level: <3> is an error");
  private static final Option CALLER =
      Option.flag("-c", "with the caller: T51 is PID 51, C0 is CPU 0");
  private static final Option DEVICE = Option.flag("-d", "with the device a record is about");

  private static final List<Column> COLUMNS =
      List.of(
          Column.right("sequence", "SEQ"),
          Column.right("nanoseconds", "TIME"),
          Column.right("level", "LEVEL"),
          Column.right("facility", "FACILITY"),
          Column.left("caller", "CALLER"),
          Column.left("subsystem", "SUBSYSTEM"),
          Column.left("device", "DEVICE"),
          Column.left("text", "TEXT"));

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "log",
        "the kernel log",
        "",
        List.of(NO_TIME, LEVEL, CALLER, DEVICE),
        List.of(
            new CommandInfo.Example("log", "all that is left of the log"),
            new CommandInfo.Example("log -mc", "with level and caller of each record")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    KernelLog log = KernelLog.read(session.target());
    List<String> lines = new ArrayList<>();
    List<List<Value>> rows = new ArrayList<>(log.records().size());
    for (LogRecord record : log.records()) {
      String head = head(record, arguments);
      for (String line : record.lines()) {
        lines.add(head + line);
      }
      if (arguments.has(DEVICE) && !record.device().isEmpty()) {
        lines.add(" SUBSYSTEM=" + record.subsystem());
        lines.add(" DEVICE=" + record.device());
      }
      rows.add(row(record));
    }
    Document all = new Listing(lines, new Table(COLUMNS, rows, true));
    return log.gap().isEmpty() ? all : Group.of("log", all, new Gap(log.gap()));
  }

  private static String head(LogRecord record, Arguments arguments) {
    StringBuilder head = new StringBuilder(24);
    if (arguments.has(LEVEL)) {
      head.append('<').append(record.level()).append('>');
    }
    if (!arguments.has(NO_TIME)) {
      head.append(record.stamp());
    }
    if (arguments.has(CALLER) && !record.callerName().isEmpty()) {
      head.append('[').append(record.callerName()).append("] ");
    }
    return head.toString();
  }

  private static List<Value> row(LogRecord record) {
    return List.of(
        Value.of(record.sequence()),
        record.nanoseconds() < 0 ? Value.none() : Value.of(record.nanoseconds()),
        Value.of(record.level()),
        Value.of(record.facility()),
        record.callerName().isEmpty() ? Value.none() : Value.of(record.callerName()),
        Value.of(record.subsystem()),
        Value.of(record.device()),
        Value.of(record.text()));
  }
}
