package org.inquest.profile.record;

import java.nio.file.Path;
import java.util.OptionalInt;

/// How a recording stands, or ended.
///
/// @param file where it goes
/// @param samples so far
/// @param lost records that found no room in a ring
/// @param throttled times that the kernel paused an event that took too long
/// @param bytes of records
/// @param seconds since it began
/// @param full whether the disk was full, which ends it
/// @param commandExit exit code of the command, where there was one that ended
public record RecordState(
    Path file,
    long samples,
    long lost,
    long throttled,
    long bytes,
    double seconds,
    boolean full,
    OptionalInt commandExit) {

  /// The same in another file.
  public RecordState in(Path other) {
    return new RecordState(other, samples, lost, throttled, bytes, seconds, full, commandExit);
  }

  /// The same with the exit code of the command.
  RecordState ended(OptionalInt exit) {
    return new RecordState(file, samples, lost, throttled, bytes, seconds, full, exit);
  }
}
