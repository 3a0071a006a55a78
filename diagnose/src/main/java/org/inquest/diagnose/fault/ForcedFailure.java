package org.inquest.diagnose.fault;

import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.Fault;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.formats.oops.CodePlace;
import org.inquest.formats.oops.detail.InjectedFailure;
import org.inquest.formats.oops.report.ConsoleLine;
import org.inquest.formats.oops.report.LogReport;
import org.inquest.formats.oops.report.ReportParts;
import org.inquest.kernel.printk.KernelLog;
import org.inquest.kernel.printk.LogRecord;

/// Failures that the kernel was asked to make (`CONFIG_FAULT_INJECTION`, lib/fault-inject.c): its
/// log shows each with its name (`failslab`, `fail_page_alloc`) and its stack.
///
/// @param name of the kind of failure
/// @param evidence the log's line
record ForcedFailure(String name, Evidence evidence) {
  private static final String NAME = "name ";

  /// A report is a head, a name, a task and a stack.
  private static final int MAX_LINES = 80;

  /// Finds the last failure that was injected into a call.
  ///
  /// @param back the place behind the call, `ext4_free_blocks+0x4fe`
  static Optional<ForcedFailure> of(CrashFacts facts, String back) {
    for (LogReport report : facts.injected().reversed()) {
      Optional<ForcedFailure> told = ofLog(report.injected(), back);
      if (told.isPresent()) {
        return told;
      }
    }
    List<LogRecord> records = facts.log().map(KernelLog::records).orElse(List.of());
    for (int i = records.size() - 1; i >= 0; i--) {
      LogRecord record = records.get(i);
      if (record.text().startsWith(InjectedFailure.FIRST) && passes(records, i, back)) {
        String name = name(records, i);
        String text = record.lines().getFirst() + " " + name + ", in the call before " + back;
        return Optional.of(new ForcedFailure(name, new Evidence.LogLine(record.seconds(), text)));
      }
    }
    return Optional.empty();
  }

  /// What a console log alone tells of a failure that came before a fault: `failslab had made a
  /// call in remember() fail before: ...`.
  static Optional<String> near(Fault fault, CrashFacts facts) {
    for (LogReport report : facts.injected()) {
      ReportParts parts = ReportParts.of(report);
      boolean same =
          parts.header().pid() == fault.pid()
              && parts.cpu().at().map(CodePlace::toString).equals(Optional.of(fault.at()));
      Optional<InjectedFailure> told = parts.detail(InjectedFailure.class);
      if (same && told.isPresent()) {
        return told.map(failure -> failure.words());
      }
    }
    return Optional.empty();
  }

  /// What a console log said of the failure before one of its reports.
  private static Optional<ForcedFailure> ofLog(List<ConsoleLine> splat, String back) {
    List<String> lines = splat.stream().map(ConsoleLine::text).toList();
    if (lines.isEmpty() || !passes(lines, back)) {
      return Optional.empty();
    }
    String name = name(lines);
    String text = lines.getFirst() + " " + name + ", in the call before " + back;
    double seconds = splat.getFirst().logLine().seconds();
    return Optional.of(new ForcedFailure(name, new Evidence.LogLine(seconds, text)));
  }

  private static String name(List<String> lines) {
    for (String line : lines) {
      if (line.startsWith(NAME)) {
        int comma = line.indexOf(',');
        return line.substring(NAME.length(), comma < 0 ? line.length() : comma);
      }
    }
    return "fault injection";
  }

  private static boolean passes(List<String> lines, String back) {
    return lines.stream()
        .anyMatch(line -> CodePlace.parse(line.strip()).map(p -> at(p).equals(back)).orElse(false));
  }

  /// The second line is `name failslab, interval 1, probability 3, space 0, times -1`, in the
  /// record of the first one or in the next.
  private static String name(List<LogRecord> records, int head) {
    for (int i = head; i < Math.min(records.size(), head + 2); i++) {
      if (records.get(i).lines().stream().anyMatch(line -> line.startsWith(NAME))) {
        return name(records.get(i).lines());
      }
    }
    return name(List.of());
  }

  private static boolean passes(List<LogRecord> records, int head, String back) {
    int end = Math.min(records.size(), head + MAX_LINES);
    for (int i = head + 1;
        i < end && !records.get(i).text().startsWith(InjectedFailure.FIRST);
        i++) {
      if (passes(records.get(i).lines(), back)) {
        return true;
      }
    }
    return false;
  }

  private static String at(CodePlace place) {
    return place.function() + "+0x" + Long.toHexString(place.offset());
  }
}
