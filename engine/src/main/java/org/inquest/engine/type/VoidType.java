package org.inquest.engine.type;

/// `void`.
public record VoidType() implements Type {
  static final VoidType VOID = new VoidType();

  @Override
  public long size() {
    return 0;
  }
}
