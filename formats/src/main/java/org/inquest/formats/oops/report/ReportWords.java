package org.inquest.formats.oops.report;

import java.util.List;
import java.util.regex.Pattern;

/// Tells lines of reports from the rest of a log, by their looks.
final class ReportWords {
  /// How lines of reports begin, besides frames and registers.
  private static final Pattern BEGIN =
      Pattern.compile(
          "^(?:[ \\t>|]|$|-+\\[|---|===|\\*{3}|BUG|WARNING|INFO|Oops|Kernel |Krnl |Call |RIP|EIP|Code"
              + "|[A-Z][A-Z0-9]{1,5}\\d? ?[:=]|(?:pc|lr|sp|epc|ip|fp|ra|psr|pstate|[xr]\\d+) ?:"
              + "|Modules linked|Hardware name|Workqueue|Tainted|Process |Stack|Trace"
              + "|(?:Read|Write|Access) of size|The buggy|Memory state|Allocated|Freed|Last "
              + "|Object |Redzone|Padding|Slab |CPU|PID|Pid|page|flags|raw|head|anon|aops"
              + "|Showing all|\\d+ locks? held|but |which |the |other |and |stack |locks? |irq event"
              + "|(?:hard|soft)irqs? |[Pp]ossible |#|-> |\\.\\.\\. |PGD|Mem abort|Data abort|user pgtable"
              + "|Sending NMI|NMI|rcu|task:|task |watchdog|Dumping|Rebooting|Backtrace|backtrace"
              + "|read |write |value |race |Reported by|Uninit|Local variable|Bytes |Unable|Internal"
              + "|general protection|invalid opcode|divide|Instruction dump|kmalloc|FAULT_INJECTION"
              + "|name |status: |unreferenced|hex dump|comm |\\[<)");

  private static final Pattern OOPS = Pattern.compile("\\[#\\d+\\]|cut here");

  private ReportWords() {}

  /// Whether a line may be one of a report.
  static boolean belongs(String text) {
    return text.contains("+0x") || BEGIN.matcher(text).find();
  }

  /// Whether a report of this form is followed by `---[ end trace`.
  static boolean endsWithMark(List<ConsoleLine> lines) {
    for (ConsoleLine line : lines) {
      if (OOPS.matcher(line.text()).find()) {
        return true;
      }
    }
    return lines.getFirst().text().startsWith("WARNING: CPU: ");
  }
}
