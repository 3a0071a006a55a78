package org.inquest.kernel.wait;

/// What a function says about a task that is in it.
///
/// @param role what the function is
/// @param kind what it waits for; meaningful for `WAITS` only
/// @param access in which mode; meaningful for `WAITS` only
record WaitFunction(Role role, WaitKind kind, Access access) {

  /// What a function is.
  enum Role {
    /// Gives up the CPU on somebody's behalf: the caller tells for what.
    SCHEDULER,
    /// Waits for one kind of thing.
    WAITS,
    /// Anything else.
    OTHER
  }

  static final WaitFunction SCHEDULER =
      new WaitFunction(Role.SCHEDULER, WaitKind.WAIT_QUEUE, Access.PLAIN);
  static final WaitFunction OTHER = new WaitFunction(Role.OTHER, WaitKind.WAIT_QUEUE, Access.PLAIN);

  static WaitFunction waits(WaitKind kind, Access access) {
    return new WaitFunction(Role.WAITS, kind, access);
  }

  boolean scheduler() {
    return role == Role.SCHEDULER;
  }

  boolean waits() {
    return role == Role.WAITS;
  }
}
