package org.inquest.engine.type;

import org.jspecify.annotations.Nullable;

/// A type with a qualifier.
///
/// @param qualifier `const`, `volatile`, `restrict`, or empty for an attribute that C can't write
///   (a BTF type tag such as `rcu`)
public record QualifiedType(String qualifier, Type target) implements Type {
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
