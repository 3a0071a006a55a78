package org.inquest.lab.ready.check;

import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;

/// Whether one of the two lockup detectors runs, and how long it waits.
final class Lockup {
  private Lockup() {}

  /// The detector's threshold in seconds, 0 if it is off.
  ///
  /// @param detector the setting that turns it on
  /// @param threshold the setting with the seconds
  static Look<Long> of(HostFiles host, String detector, String threshold) {
    return switch (host.sysctl(detector)) {
      case Look.Seen<Long>(String path, Long on) ->
          switch (host.sysctl(threshold)) {
            case Look.Seen<Long>(String t, Long seconds) ->
                new Look.Seen<>(
                    path + " = " + on + ", " + t + " = " + seconds, on != 0 ? seconds : 0);
            case Look<Long> other -> other;
          };
      case Look<Long> other -> other;
    };
  }
}
