package org.inquest.engine.code;

/// What an instruction does with an operand.
public enum Access {
  /// Neither: an address that is only computed (`lea`), a hint, the operand of a long `nop`.
  NONE,
  READ,
  /// All of it; what it held is lost. For a memory operand: stored to.
  WRITE,
  /// Both, or written only under a condition or in part, so that what it held may stay (`cmov`, a
  /// merging mask).
  READ_WRITE;

  /// Whether what the operand held has an influence on what comes after.
  public boolean reads() {
    return this == READ || this == READ_WRITE;
  }

  public boolean writes() {
    return this == WRITE || this == READ_WRITE;
  }
}
