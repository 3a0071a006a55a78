package org.inquest.profile.sched;

import org.jspecify.annotations.Nullable;

/// One wait that was long for its kind.
///
/// @param task who waited
/// @param rest how
/// @param from since when, in nanoseconds
/// @param to until when; the end of the recording for one that had not ended
/// @param cpu where it had left its CPU, or where it waited for one
/// @param stack where it was: a node of the stacks; -1 where that was before the recording
/// @param wake how it ended; null where nobody was seen to end it
/// @param cause who ran instead, for a wait for a CPU: who had it at the end; null where not seen
/// @param open whether the recording ended before it
/// @param unsure whether records were lost meanwhile, so that it may be several
public record LongWait(
    Party task,
    Rest rest,
    long from,
    long to,
    int cpu,
    int stack,
    @Nullable Wake wake,
    @Nullable Party cause,
    boolean open,
    boolean unsure) {
  /// Nanoseconds.
  public long length() {
    return to - from;
  }
}
