package org.inquest.formats.cfi;

import org.inquest.formats.dwarf.Expression;

/// How the caller's value of a register is found (DWARF 5, 6.4.1).
public sealed interface RegisterRule {

  /// Nothing was said: the ABI tells whether functions give the register back.
  record Unspecified() implements RegisterRule {}

  /// It is gone.
  record Undefined() implements RegisterRule {}

  /// The function has not changed it.
  record SameValue() implements RegisterRule {}

  /// In memory, bytes from the frame's address.
  record SavedAt(long offset) implements RegisterRule {}

  /// It is the frame's address and bytes more.
  record OffsetValue(long offset) implements RegisterRule {}

  /// In another register.
  record InRegister(int register) implements RegisterRule {}

  /// In memory, where an expression leads that begins with the frame's address on its stack.
  record SavedAtComputed(Expression expression) implements RegisterRule {}

  /// What an expression leaves that begins with the frame's address on its stack.
  record ComputedValue(Expression expression) implements RegisterRule {}
}
