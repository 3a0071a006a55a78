package org.inquest.diagnose.verdict;

import java.util.List;

/// Something that a reviewer can look at in the same dump or log.
public sealed interface Evidence {

  /// A value in memory.
  ///
  /// @param address where it was read
  /// @param what the expression, in C: "((struct rw_semaphore *)0xffff...)->count"
  /// @param value as read, formatted
  /// @param meaning what it says, in words
  record Value(long address, String what, String value, String meaning) implements Evidence {}

  /// Part of a task's or CPU's stack.
  ///
  /// @param title whose: "PID 51 mapl"
  /// @param lines the frames that matter, innermost first, as `bt` would print them
  /// @param meaning what they say, in words
  record Frames(String title, List<FrameLine> lines, String meaning) implements Evidence {
    public Frames {
      lines = List.copyOf(lines);
    }
  }

  /// A line of the kernel log.
  ///
  /// @param seconds time stamp
  /// @param text the line
  record LogLine(double seconds, String text) implements Evidence {}

  /// Something computed from several places, said in words.
  record Note(String text) implements Evidence {}
}
