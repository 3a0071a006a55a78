package org.inquest.engine.target;

import java.util.Optional;
import java.util.function.Consumer;
import org.inquest.engine.type.EnumType;
import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.TypeSource;

/// The types of a kernel of which none are known: memory and symbols can be read all the same.
public enum NoTypes implements TypeSource {
  /// The only one.
  NONE;

  @Override
  public Optional<Type> find(Tag tag, String name) {
    return Optional.empty();
  }

  @Override
  public Optional<FunctionType> function(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<Type> variable(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<EnumType> enumeration(String enumerator) {
    return Optional.empty();
  }

  @Override
  public void structs(Consumer<Type> each) {}
}
