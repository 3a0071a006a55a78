package org.inquest.lab.sweep.run;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One step in which one call fails, or two.
///
/// @param step of the workload; `command` for a workload that is a command
/// @param nth which of its calls that can fail does, from 1; 0 for none
/// @param then how many calls later the next one fails, too, from 1; 0 for none
public record SweepCase(String step, long nth, long then) {
  private static final Pattern TEXT = Pattern.compile("([\\w.-]+):(\\d{1,9})(?:\\+(\\d{1,6}))?");

  /// A case with one failure.
  public static SweepCase of(String step, long nth) {
    return new SweepCase(step, nth, 0);
  }

  /// Reads `STEP:N` or `STEP:N+M`.
  public static Optional<SweepCase> parse(String text) {
    Matcher m = TEXT.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    long then = m.group(3) == null ? 0 : Long.parseLong(m.group(3));
    return Optional.of(new SweepCase(m.group(1), Long.parseLong(m.group(2)), then));
  }

  @Override
  public String toString() {
    return step + ":" + nth + (then > 0 ? "+" + then : "");
  }
}
