package org.inquest.formats.oops.report;

/// Tells functions that are never to blame: allocators, checkers, locks, the ways into the kernel.
public final class Innocence {
  private Innocence() {}

  /// Whether a function serves so many callers that a report about it is about one of them.
  ///
  /// @param function its name without the compiler's suffixes
  public static boolean of(String function) {
    return Innocent.knows(function) || Interrupts.looks(function);
  }
}
