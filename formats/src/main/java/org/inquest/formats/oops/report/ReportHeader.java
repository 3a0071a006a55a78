package org.inquest.formats.oops.report;

import java.util.List;
import java.util.OptionalLong;

/// Who said a report, when, and on what machine. What the report does not say is empty.
///
/// @param first number of its first line in the log, counted from 0
/// @param last number of its last line
/// @param from nanoseconds since boot of its first line
/// @param to nanoseconds since boot of its last line
/// @param cpu -1 where it is not told
/// @param pid -1 where it is not told
/// @param comm of the task that ran, at most 15 bytes
/// @param workqueue the workqueue and its function, where a worker ran: `events f [module]`
/// @param taint letters as printed, without `G` and blanks
/// @param release the kernel's: `6.1.0-56-cloud-amd64`
/// @param build what follows the release: `#1 SMP Debian 6.1.192-2`
/// @param hardware the machine's name as its firmware tells it, with the firmware's version
/// @param number of oopses since boot, 1 for the first; 0 where it is not told
public record ReportHeader(
    long first,
    long last,
    OptionalLong from,
    OptionalLong to,
    int cpu,
    int pid,
    String comm,
    String workqueue,
    String taint,
    String release,
    String build,
    String hardware,
    int number) {
  /// The taint letters' meanings.
  public List<Taint> taints() {
    return Taint.of(taint);
  }

  /// Reads a report's.
  public static ReportHeader of(LogReport report) {
    return new HeaderReader(report).read();
  }
}
