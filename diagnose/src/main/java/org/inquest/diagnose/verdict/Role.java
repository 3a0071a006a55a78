package org.inquest.diagnose.verdict;

/// What a finding is in the story of a crash, most important first.
public enum Role {
  /// Why the machine died, hung or crawled.
  CAUSE,
  /// No fault was found, and the dump was asked for.
  HEALTHY,
  /// What ended the machine's life, when that is not the reason: the panic that a watchdog asked
  /// for.
  TRIGGER,
  /// Follows from something else: a task that waits behind a deadlock.
  CONSEQUENCE,
  /// Worth knowing, explains nothing by itself: a taint, throttling switched off.
  CONTEXT
}
