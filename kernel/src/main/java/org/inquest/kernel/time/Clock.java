package org.inquest.kernel.time;

import java.util.Optional;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.Type;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.NotFound;

/// The kernel's clocks as their last tick left them (`struct timekeeper`,
/// include/linux/timekeeper_internal.h).
///
/// @param wallSeconds time of day, seconds since 1970 UTC
/// @param uptimeSeconds since boot, time in suspend included
/// @param hz timer ticks in a second (`CONFIG_HZ`), 0 where it can't be told
/// @param jiffies ticks counted since boot; starts five minutes before zero of 32 bits
public record Clock(long wallSeconds, long uptimeSeconds, int hz, long jiffies) {

  /// NTP_SCALE_SHIFT (include/linux/timex.h).
  private static final int NTP_SCALE_SHIFT = 32;

  private static final long NANOS = 1_000_000_000L;

  /// Reads the clocks.
  ///
  /// @throws InquestException where the dump does not have them
  public static Clock read(Target target) {
    KObject keeper = timekeeper(target);
    long tick = keeper.member("ntp_tick").asUnsigned() >>> NTP_SCALE_SHIFT;
    return new Clock(
        keeper.member("xtime_sec").asLong(),
        keeper.member("ktime_sec").asLong() + keeper.memberOf("offs_boot").asLong() / NANOS,
        tick <= 0 ? 0 : (int) Math.round((double) NANOS / tick),
        target.findGlobal("jiffies_64").map(KObject::asLong).orElse(0L));
  }

  /// CLOCK_MONOTONIC at the last tick that the timekeeper saw, nanoseconds.
  ///
  /// @throws InquestException where the dump does not have it
  public static long monotonicNs(Target target) {
    KObject keeper = timekeeper(target);
    KObject mono = keeper.member("tkr_mono");
    return mono.member("base").asLong()
        + (mono.member("xtime_nsec").asLong() >>> mono.member("shift").asInt());
  }

  private static KObject timekeeper(Target target) {
    // 22c62b9a84b8 ("timekeeping: Introduce auxiliary timekeepers"), v6.17: one for each clock, the
    // core's first.
    Optional<KObject> several = target.findGlobal("timekeeper_data");
    if (several.isPresent()) {
      return several.get().index(0).member("timekeeper");
    }
    // Named `struct tk_data` since 20c7b582e88d ("timekeeping: Move shadow_timekeeper into
    // tk_core"), v6.13. Before, anonymous: a sequence counter and the timekeeper.
    Optional<KObject> core = target.findGlobal("tk_core");
    if (core.isPresent() && core.get().has("timekeeper")) {
      return core.get().member("timekeeper");
    }
    long counter =
        target
            .types()
            // 025e82bcbc34 ("timekeeping: Use sequence counter with associated raw spinlock"),
            // v5.9.
            .find("seqcount_raw_spinlock_t")
            .or(() -> target.types().find("seqcount_t"))
            .map(Type::size)
            .orElseThrow(() -> new NotFound("type", "seqcount_t", "the kernel"));
    long at = target.symbols().address("tk_core") + (counter + 7 & ~7L);
    return target.object("struct timekeeper", at);
  }

  /// How many seconds ago, by this clock, a count of ticks was current; -1 where that can't be
  /// told.
  ///
  /// @param then an earlier value of `jiffies`
  public long secondsSince(long then) {
    return hz == 0 || jiffies == 0 ? -1 : Math.max(0, jiffies - then) / hz;
  }
}
