package org.inquest.lab.ready;

/// How one thing stands.
public enum State {
  /// Nothing to do.
  GOOD,
  /// It works, but not as well as it should, or at a price.
  WARNING,
  /// It is not there, so something will be lost.
  MISSING,
  /// It could not be seen. Never "fine".
  UNKNOWN
}
