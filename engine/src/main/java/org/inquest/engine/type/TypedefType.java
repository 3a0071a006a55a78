package org.inquest.engine.type;

import org.jspecify.annotations.Nullable;

/// A `typedef`.
public record TypedefType(String name, Type target) implements Type {
  @Override
  public long size() {
    return target.size();
  }

  @Override
  public Type underlying() {
    return target.underlying();
  }

  @Override
  public @Nullable Scalar scalar() {
    return target.scalar();
  }
}
