package org.inquest.profile.sched;

/// A stretch in which one task had a CPU without a switch while others waited for that CPU.
///
/// @param task who had it
/// @param cpu which
/// @param from since when, in nanoseconds
/// @param to until when
/// @param waiting how many waited for it at most
/// @param open whether the recording began or ended within
/// @param unsure whether records were lost meanwhile
public record Hold(
    Party task, int cpu, long from, long to, int waiting, boolean open, boolean unsure) {
  /// Nanoseconds.
  public long length() {
    return to - from;
  }
}
