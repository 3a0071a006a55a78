package org.inquest.formats.oops.log;

import java.util.List;

/// Who takes the lines of a log.
public interface LineSink {
  /// Texts of which one is in each line that the sink wants even when it does not want all; each of
  /// [Anchors#SHORTEST] characters at least.
  List<String> anchors();

  /// Whether the next lines are wanted whatever they hold.
  boolean wantsAll();

  /// Takes a line.
  ///
  /// @param number counted from 0; of all lines of the log, not only of those that are handed on
  /// @param line without its end
  void accept(long number, String line);
}
