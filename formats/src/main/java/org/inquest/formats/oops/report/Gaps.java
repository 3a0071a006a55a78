package org.inquest.formats.oops.report;

import java.util.ArrayList;
import java.util.List;

/// What a report lacks of what the kernel said.
///
/// @param tooLong whether lines are left out because there were too many
/// @param dropped messages that the kernel itself says it dropped while the report was written
/// @param begun whether the log begins in the middle of it: the lines that name it are missing
/// @param ended whether the log ends in the middle of it
/// @param stackless whether it has no function of any stack
public record Gaps(boolean tooLong, long dropped, boolean begun, boolean ended, boolean stackless) {
  /// Nothing is missing.
  static final Gaps NONE = new Gaps(false, 0, false, false, false);

  /// What is missing, a clause each.
  public List<String> words() {
    List<String> out = new ArrayList<>();
    if (begun) {
      out.add("the log begins in the middle of it: its first lines are missing");
    }
    if (ended) {
      out.add(
          "the log ends in the middle of it: "
              + (stackless ? "its stack is missing" : "its last lines are missing"));
    }
    if (dropped > 0) {
      out.add("the kernel dropped " + dropped + " messages while it was written");
    }
    if (tooLong) {
      out.add("it goes on for more lines than are kept");
    }
    return out;
  }
}
