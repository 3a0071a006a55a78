package org.inquest.diagnose.facts;

import java.util.List;
import java.util.Optional;
import org.inquest.formats.oops.LogEvent;
import org.inquest.formats.oops.LogEventReader;
import org.inquest.formats.oops.LogLine;
import org.inquest.kernel.printk.KernelLog;
import org.inquest.kernel.printk.LogRecord;

/// Hands a dump's log to the reader of reports.
final class LogReports {
  private LogReports() {}

  static List<LogEvent> read(Optional<KernelLog> log) {
    if (log.isEmpty()) {
      return List.of();
    }
    LogEventReader reader = new LogEventReader();
    for (LogRecord record : log.get().records()) {
      long caller = record.caller() == LogRecord.NO_CALLER ? 0 : record.caller();
      for (String line : record.lines()) {
        reader.accept(new LogLine(record.nanoseconds(), caller, line));
      }
    }
    return reader.events();
  }
}
