package org.inquest.lab.ready.check;

import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.Consequence.GoesOn;
import org.inquest.lab.ready.Consequence.Panics;
import org.inquest.lab.ready.Event;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;

/// One of the two lockup detectors: whether it runs, how long it waits, whether it ends in a panic.
///
/// @param name "soft lockup"
/// @param event what it sees
/// @param panic the setting that makes it a panic
/// @param detector the setting that turns it on
/// @param option the kernel's configuration option, without `CONFIG_`
/// @param thresholds how many times `kernel.watchdog_thresh` it waits
/// @param remedy how to turn it on
record Lockup(
    String name,
    Event event,
    String panic,
    String detector,
    String option,
    int thresholds,
    String remedy) {
  /// Seconds, for both.
  static final String THRESHOLD = "kernel.watchdog_thresh";

  CheckResult look(HostFiles host) {
    return switch (host.sysctl(panic)) {
      case Look.Seen<Long>(String path, Long panics) ->
          switch (threshold(host)) {
            case Look.Seen<Long>(String how, Long seconds) ->
                judge(path + " = " + panics + ", " + how, panics != 0, thresholds * seconds);
            case Look.Absent<Long> a -> CheckResult.absent(host, a, option, event);
            case Look.Unseen<Long> u -> CheckResult.unseen(u, event);
          };
      case Look.Absent<Long> a -> CheckResult.absent(host, a, option, event);
      case Look.Unseen<Long> u -> CheckResult.unseen(u, event);
    };
  }

  /// The detector's threshold in seconds, 0 if it is off.
  private Look<Long> threshold(HostFiles host) {
    return switch (host.sysctl(detector)) {
      case Look.Seen<Long>(String path, Long on) ->
          switch (host.sysctl(THRESHOLD)) {
            case Look.Seen<Long>(String t, Long seconds) ->
                new Look.Seen<>(
                    path + " = " + on + ", " + t + " = " + seconds, on != 0 ? seconds : 0);
            case Look<Long> other -> other;
          };
      case Look<Long> other -> other;
    };
  }

  private CheckResult judge(String seen, boolean panics, long seconds) {
    if (seconds <= 0) {
      return CheckResult.missing(seen, "nobody looks for " + name + "s", remedy);
    }
    return panics
        ? CheckResult.good(seen, "a " + name + " becomes a panic")
            .with(new Panics(event, "after " + seconds + " s (" + panic + ")"))
        : CheckResult.missing(seen, "a " + name + " is only named in the log", Sysctl.set(panic, 1))
            .with(
                new GoesOn(
                    event,
                    "the log names the CPU after " + seconds + " s, and nothing else happens"));
  }
}
