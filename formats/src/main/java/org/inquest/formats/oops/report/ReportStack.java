package org.inquest.formats.oops.report;

import java.util.List;
import org.inquest.formats.oops.TraceLine;

/// A stack of a report.
///
/// @param role whose it is
/// @param heading the line above it, as printed: `Call Trace:`, `Freed by task 12:`
/// @param frames innermost first
public record ReportStack(Role role, String heading, List<TraceLine> frames) {
  /// What a stack is of.
  public enum Role {
    /// Who was running when the report was made.
    TRACE,
    /// Who allocated the object in question.
    ALLOCATED,
    /// Who freed it.
    FREED,
    /// Who handed it to a timer, to work or to RCU.
    QUEUED,
    /// Who made a value that was used before it was set: KMSAN.
    CREATED,
    /// Who took a lock, or how it depends on another: lockdep.
    LOCK,
    /// Where the other side of a data race was: KCSAN.
    RACE,
    /// Where a failure was injected.
    INJECTED
  }
}
