package org.inquest.engine.code.flow;

import java.util.List;

/// What one instruction has to do with the value that a place holds behind it.
sealed interface Step {
  Step SAME = new Same();

  /// Nothing: the place held it before.
  record Same() implements Step {}

  /// It was in another place before, or in one of several (`cmov`).
  record From(List<Location> places) implements Step {}

  /// Its origin is this instruction.
  record Made(Origin origin) implements Step {}

  /// It was read from the address that a place held before, and a displacement.
  record Read(Location base, long displacement, int bytes) implements Step {}

  /// It is the value that a place held before, and a constant.
  record Plus(Location of, long delta) implements Step {}
}
