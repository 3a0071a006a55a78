package org.inquest.profile.finding;

/// A thread's part of a profile.
///
/// @param comm its name, the last it had
/// @param samples it has
/// @param period what they stand for: nanoseconds, of a clock
public record ThreadLoad(int pid, int tid, String comm, long samples, long period) {
  ThreadLoad with(String name, long more) {
    return new ThreadLoad(pid, tid, name, samples + 1, period + more);
  }

  /// `ruby (TID 71)`.
  @Override
  public String toString() {
    return comm + " (TID " + tid + ")";
  }
}
