package org.inquest.lab.process;

import java.time.Duration;

/// A moment after which waiting ends, on a clock that nobody sets.
///
/// @param nanos of [System#nanoTime()]
public record Deadline(long nanos) {
  /// The moment that is `limit` from now.
  public static Deadline in(Duration limit) {
    return new Deadline(System.nanoTime() + limit.toNanos());
  }

  /// Time left, never negative.
  public Duration left() {
    return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
  }

  /// Whether the moment is past.
  public boolean passed() {
    return nanos - System.nanoTime() <= 0;
  }
}
