package org.inquest.kernel.sched;

/// The deadline reservation that lets normal tasks run under real-time hogs (`rq.fair_server`,
/// 557a6bfc662c ("sched/fair: Add trivial fair server"), v6.12).
///
/// @param runtimeNs nanoseconds that normal tasks get in each period; 0 where switched off
/// @param periodNs nanoseconds
/// @param active whether it watches: normal tasks are waiting
/// @param running whether it gave its time to normal tasks when the dump was taken
public record FairServer(long runtimeNs, long periodNs, boolean active, boolean running) {

  /// Whether normal tasks get anything at all.
  public boolean enabled() {
    return runtimeNs > 0;
  }
}
