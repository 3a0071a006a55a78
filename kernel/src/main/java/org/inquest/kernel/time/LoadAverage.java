package org.inquest.kernel.time;

import java.util.Optional;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.InquestException;

/// Tasks that ran, were ready or in uninterruptible sleep, averaged over time (`avenrun`,
/// kernel/sched/loadavg.c).
///
/// @param one over one minute
/// @param five over five
/// @param fifteen over fifteen
public record LoadAverage(double one, double five, double fifteen) {
  /// FIXED_1 (include/linux/sched/loadavg.h): 11 bits after the point.
  private static final double FIXED_1 = 2048;

  /// FIXED_1/200, which /proc/loadavg adds to round to two digits.
  private static final long HALF_DIGIT = 10;

  /// Reads it; empty where the dump does not have it.
  public static Optional<LoadAverage> read(Target target) {
    try {
      KObject averages = target.global("avenrun");
      return Optional.of(
          new LoadAverage(value(averages, 0), value(averages, 1), value(averages, 2)));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  private static double value(KObject averages, int index) {
    long fixed = averages.index(index).asLong() + HALF_DIGIT;
    return Math.floor(fixed / FIXED_1 * 100) / 100;
  }
}
