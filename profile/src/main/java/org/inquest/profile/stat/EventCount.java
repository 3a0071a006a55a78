package org.inquest.profile.stat;

import java.util.Optional;

/// What came of counting one event.
///
/// @param name the event
/// @param counted how often it was seen
/// @param enabled nanoseconds that it was to be counted, summed over CPUs and tasks
/// @param running nanoseconds that it was counted
/// @param missing why it was not counted at all
public record EventCount(
    String name, long counted, long enabled, long running, Optional<String> missing) {

  /// An event that the machine does not count.
  static EventCount missing(String name, String why) {
    return new EventCount(name, 0, 0, 0, Optional.of(why));
  }

  /// How often it happened, were it counted all the time; empty where it never was.
  public Optional<Long> scaled() {
    if (missing.isPresent() || running == 0) {
      return Optional.empty();
    }
    return Optional.of(
        running >= enabled ? counted : Math.round((double) counted * enabled / running));
  }

  /// The part of the time that it was counted, 0 to 1.
  public double share() {
    return enabled == 0 ? 0 : Math.min(1, (double) running / enabled);
  }
}
