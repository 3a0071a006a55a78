package org.inquest.engine.type;

/// A pointer.
public record PointerType(Type target) implements Type {
  @Override
  public long size() {
    return Scalar.POINTER.size();
  }

  @Override
  public Scalar scalar() {
    return Scalar.POINTER;
  }
}
