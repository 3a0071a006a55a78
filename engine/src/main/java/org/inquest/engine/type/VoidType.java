package org.inquest.engine.type;

/// `void`.
public record VoidType() implements Type {
  /// The only one that is needed.
  public static final VoidType VOID = new VoidType();

  @Override
  public long size() {
    return 0;
  }
}
