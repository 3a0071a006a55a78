package org.inquest.lab.ready.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.lab.ready.HostFiles;

/// A timer outside the kernel that acts when nobody feeds it.
///
/// @param name "watchdog0 (iTCO_wdt)", "ipmi_watchdog"
/// @param running whether it counts; empty if that can't be seen
/// @param timeout seconds until it resets the machine
/// @param pretimeout seconds before that at which it warns the kernel; 0 if it does not
/// @param panics whether that warning panics the kernel
record HardwareWatchdog(
    String name, Optional<Boolean> running, long timeout, long pretimeout, boolean panics) {

  /// Where the kernel shows those of the watchdog class.
  static final String CLASS = "/sys/class/watchdog";

  // Not a member of the watchdog class: it registers /dev/watchdog itself
  // (drivers/char/ipmi/ipmi_watchdog.c).
  private static final String IPMI = "/sys/module/ipmi_watchdog/parameters";

  /// All that the machine has.
  static List<HardwareWatchdog> of(HostFiles host) {
    List<HardwareWatchdog> all = new ArrayList<>();
    for (String name : host.names(CLASS).seen().orElse(List.of())) {
      all.add(ofClass(host, name));
    }
    if (host.exists(IPMI)) {
      all.add(ipmi(host));
    }
    return all;
  }

  /// Whether an unfed watchdog leaves a dump and not only a reset.
  boolean warns() {
    return pretimeout > 0 && panics;
  }

  /// Seconds from the last feeding to what it does first.
  long patience() {
    return warns() ? timeout - pretimeout : timeout;
  }

  private static HardwareWatchdog ofClass(HostFiles host, String name) {
    String folder = CLASS + "/" + name + "/";
    String identity = host.text(folder + "identity").seen().orElse("?");
    return new HardwareWatchdog(
        name + " (" + identity + ")",
        host.text(folder + "state").seen().map("active"::equals),
        host.number(folder + "timeout").seen().orElse(0L),
        host.number(folder + "pretimeout").seen().orElse(0L),
        host.text(folder + "pretimeout_governor").seen().orElse("").equals("panic"));
  }

  private static HardwareWatchdog ipmi(HostFiles host) {
    String preaction = host.text(IPMI + "/preaction").seen().orElse("");
    boolean panics = host.text(IPMI + "/preop").seen().orElse("").equals("preop_panic");
    boolean started = host.number(IPMI + "/start_now").seen().orElse(0L) != 0;
    return new HardwareWatchdog(
        "ipmi_watchdog",
        started ? Optional.of(true) : Optional.empty(),
        host.number(IPMI + "/timeout").seen().orElse(0L),
        preaction.equals("pre_none") ? 0 : host.number(IPMI + "/pretimeout").seen().orElse(0L),
        panics);
  }
}
