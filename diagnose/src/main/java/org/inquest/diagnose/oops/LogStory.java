package org.inquest.diagnose.oops;

import java.util.List;

/// All that a console log tells.
///
/// @param lines how many it has
/// @param boots the lives of machines that it is about, in its order; those without a report too
public record LogStory(long lines, List<LoggedBoot> boots) {
  public LogStory {
    boots = List.copyOf(boots);
  }

  /// How many reports there were.
  public int reports() {
    return boots.stream().mapToInt(LoggedBoot::reports).sum();
  }
}
