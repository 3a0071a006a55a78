package org.inquest.kernel.cpu;

import java.util.Optional;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.InquestException;

/// The soft lockup detector (kernel/watchdog.c): every CPU must get to run a stop task every few
/// seconds, which notes the time.
///
/// @param thresholdSeconds `watchdog_thresh`: a hard lockup is that long, a soft lockup twice as
///   long; 0 where the detector is off
public record Watchdog(int thresholdSeconds, Target target) {
  /// `watchdog_touch_ts` when a report is put off (SOFTLOCKUP_DELAY_REPORT since v5.14; 0 before).
  private static final long DELAYED = -1;

  /// Its seconds are these many nanoseconds long (`get_timestamp()`: a shift for a division).
  private static final long NANOS = 1L << 30;

  /// Reads the settings; empty where the kernel is built without, or the dump does not have them.
  public static Optional<Watchdog> read(Target target) {
    try {
      boolean on = target.findGlobal("watchdog_enabled").map(KObject::asBool).orElse(true);
      return target
          .findGlobal("watchdog_thresh")
          .map(t -> new Watchdog(on ? t.asInt() : 0, target));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  /// When a CPU last ran its stop task, nanoseconds of the scheduler's clock; empty where that is
  /// not known. Exact to a second.
  public Optional<Long> touchedNs(int cpu) {
    try {
      return target
          .findPerCpu("watchdog_touch_ts", cpu)
          .map(KObject::asLong)
          .filter(seconds -> seconds != DELAYED && seconds != 0)
          .map(seconds -> seconds * NANOS);
    } catch (InquestException e) {
      return Optional.empty();
    }
  }
}
