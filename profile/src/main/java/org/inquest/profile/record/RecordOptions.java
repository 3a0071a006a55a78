package org.inquest.profile.record;

import java.nio.file.Path;
import java.util.List;
import org.inquest.profile.event.EventSpec;

/// What is to be recorded.
///
/// @param scope who is observed
/// @param command what to start and to end with; empty for none
/// @param events at least one
/// @param rate how often each is sampled that does not say so itself
/// @param chains what a sample says about its callers
/// @param ringPages pages of each CPU's ring, a power of two; 0 for as much as is allowed
/// @param file where the profile goes
/// @param commandLine as it was typed, for the file
public record RecordOptions(
    Scope scope,
    List<String> command,
    List<EventSpec> events,
    Rate rate,
    CallChains chains,
    int ringPages,
    Path file,
    List<String> commandLine) {

  /// How often an event is sampled.
  ///
  /// @param frequency whether `value` is samples a second, not events from one to the next
  public record Rate(boolean frequency, long value) {
    /// perf's own.
    public static final Rate USUAL = new Rate(true, 4000);
  }
}
