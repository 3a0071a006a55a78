package org.inquest.diagnose.oops;

import java.util.List;
import org.inquest.formats.oops.log.LogNotes;

/// All that a console log tells.
///
/// @param notes what it looked like: lines, encoding, what could not be read of it
/// @param boots the lives of machines that it is about, in its order; those without a report too
public record LogStory(LogNotes notes, List<LoggedBoot> boots) {
  public LogStory {
    boots = List.copyOf(boots);
  }

  /// How many reports there were.
  public int reports() {
    return boots.stream().mapToInt(LoggedBoot::reports).sum();
  }
}
