package org.inquest.diagnose.fault;

import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.formats.oops.CodePlace;
import org.inquest.kernel.printk.KernelLog;
import org.inquest.kernel.printk.LogRecord;

/// Failures that the kernel was asked to make (`CONFIG_FAULT_INJECTION`, lib/fault-inject.c): its
/// log shows each with its name (`failslab`, `fail_page_alloc`) and its stack.
///
/// @param name of the kind of failure
/// @param evidence the log's line
record InjectedFailure(String name, Evidence evidence) {
  private static final String HEAD = "FAULT_INJECTION: forcing a failure";

  private static final String NAME = "name ";

  /// A report is a head, a name, a task and a stack.
  private static final int MAX_LINES = 80;

  /// Finds the last failure that was injected into a call.
  ///
  /// @param back the place behind the call, `ext4_free_blocks+0x4fe`
  static Optional<InjectedFailure> of(CrashFacts facts, String back) {
    List<LogRecord> records = facts.log().map(KernelLog::records).orElse(List.of());
    for (int i = records.size() - 1; i >= 0; i--) {
      LogRecord record = records.get(i);
      if (record.text().startsWith(HEAD) && passes(records, i, back)) {
        String name = name(records, i);
        String text = record.lines().getFirst() + " " + name + ", in the call before " + back;
        return Optional.of(new InjectedFailure(name, new Evidence.LogLine(record.seconds(), text)));
      }
    }
    return Optional.empty();
  }

  /// The second line is `name failslab, interval 1, probability 3, space 0, times -1`, in the
  /// record of the first one or in the next.
  private static String name(List<LogRecord> records, int head) {
    for (int i = head; i < Math.min(records.size(), head + 2); i++) {
      for (String line : records.get(i).lines()) {
        if (line.startsWith(NAME)) {
          int comma = line.indexOf(',');
          return line.substring(NAME.length(), comma < 0 ? line.length() : comma);
        }
      }
    }
    return "fault injection";
  }

  private static boolean passes(List<LogRecord> records, int head, String back) {
    int end = Math.min(records.size(), head + MAX_LINES);
    for (int i = head + 1; i < end && !records.get(i).text().startsWith(HEAD); i++) {
      for (String line : records.get(i).lines()) {
        if (CodePlace.parse(line.strip()).map(p -> at(p).equals(back)).orElse(false)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String at(CodePlace place) {
    return place.function() + "+0x" + Long.toHexString(place.offset());
  }
}
