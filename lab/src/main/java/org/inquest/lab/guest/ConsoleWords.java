package org.inquest.lab.guest;

/// What kernels print on their console, as the lab waits for it.
public final class ConsoleWords {
  /// The end of every kernel that panics (`panic()`, kernel/panic.c).
  public static final String PANIC = "Kernel panic - not syncing";

  private ConsoleWords() {}
}
