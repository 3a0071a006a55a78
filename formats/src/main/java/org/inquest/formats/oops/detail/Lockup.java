package org.inquest.formats.oops.detail;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A CPU that the watchdog found stuck: kernel/watchdog.c, kernel/watchdog_perf.c.
///
/// @param hard whether not even interrupts were taken
/// @param cpu which
/// @param seconds for how long; 0 where it is not told
/// @param comm of the task it ran; empty where it is not told
/// @param pid -1 where it is not told
public record Lockup(boolean hard, int cpu, int seconds, String comm, int pid) implements Detail {
  private static final Pattern SOFT =
      Pattern.compile(
          "soft lockup - CPU#(\\d{1,6}) stuck for (\\d{1,9})s! \\[(.{1,20}):(\\d{1,9})\\]");
  private static final Pattern HARD =
      Pattern.compile(
          "[Ww]atchdog: BUG: hard LOCKUP - CPU#(\\d{1,6})|hard LOCKUP on cpu (\\d{1,6})|CPU(\\d{1,6}): Watchdog detected hard");

  /// Reads it; empty where the report is of another family.
  static Optional<Lockup> of(List<String> lines) {
    Optional<Matcher> soft = Lines.find(lines, SOFT);
    if (soft.isPresent()) {
      return Optional.of(
          new Lockup(
              false,
              Lines.number(soft, 1).orElse(-1),
              Lines.number(soft, 2).orElse(0),
              soft.get().group(3),
              Lines.number(soft, 4).orElse(-1)));
    }
    return Lines.number(Lines.find(lines, HARD), 1, 2, 3)
        .map(cpu -> new Lockup(true, cpu, 0, "", -1));
  }
}
