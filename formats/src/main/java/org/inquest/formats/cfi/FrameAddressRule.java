package org.inquest.formats.cfi;

import org.inquest.formats.dwarf.Expression;

/// How the canonical frame address is found: the stack pointer as it was in the caller.
public sealed interface FrameAddressRule {

  /// A register and bytes more.
  record Offset(int register, long offset) implements FrameAddressRule {}

  /// What an expression leaves.
  record Computed(Expression expression) implements FrameAddressRule {}

  /// Nothing was said, so there is no way to the caller.
  record Unknown() implements FrameAddressRule {}
}
