package org.inquest.engine.expression;

import org.inquest.engine.object.KObject;
import org.inquest.engine.type.PointerType;
import org.inquest.engine.type.Type;

/// What an expression comes to.
public sealed interface Result {

  /// Something in memory, which has an address and need not be a number. Nothing of it has been
  /// read yet.
  record Stored(KObject object) implements Result {
    @Override
    public Type type() {
      return object.type();
    }

    @Override
    public long number() {
      return object.asLong();
    }
  }

  /// A number that was computed: a sum, an address.
  ///
  /// @param type an integer, an enumeration or a pointer
  /// @param number extended to 64 bits as its type asks
  record Computed(Type type, long number) implements Result {}

  /// The C type.
  Type type();

  /// The value as a number.
  ///
  /// @throws org.inquest.formats.fault.InquestException where it is none, or can't be read
  long number();

  /// Whether it holds an address.
  default boolean isPointer() {
    return type().underlying() instanceof PointerType;
  }
}
