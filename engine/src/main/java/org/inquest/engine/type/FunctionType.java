package org.inquest.engine.type;

import java.util.List;

/// The type of a function.
///
/// @param result what it returns
/// @param parameters without the `...`
/// @param variadic whether `...` follows
public record FunctionType(Type result, List<Parameter> parameters, boolean variadic)
    implements Type {

  /// One parameter.
  ///
  /// @param name empty where the prototype has none
  public record Parameter(String name, Type type) {}

  @Override
  public long size() {
    return 0;
  }
}
