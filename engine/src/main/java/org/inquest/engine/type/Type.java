package org.inquest.engine.type;

import org.jspecify.annotations.Nullable;

/// A C type. Immutable. Members of structs, enumerators and parameters are read when first asked
/// for, so holding a type costs little.
///
/// ```java
/// switch (type.underlying()) {
///   case StructType struct -> struct.members();
///   case PointerType pointer -> pointer.target();
///   ...
/// }
/// ```
public sealed interface Type
    permits VoidType,
        IntType,
        FloatType,
        PointerType,
        ArrayType,
        StructType,
        EnumType,
        TypedefType,
        QualifiedType,
        FunctionType,
        ForwardType {

  /// `sizeof`, in bytes; 0 for `void`, functions and types that are only declared.
  long size();

  /// The type as C writes it: `struct list_head`, `char [16]`, `void (*)(struct callback_head *)`.
  default String name() {
    return Declaration.of(this, "");
  }

  /// A declaration of this type as C writes it: `declare("func")` gives `void (*func)(struct
  /// callback_head *)`.
  default String declare(String declarator) {
    return Declaration.of(this, declarator);
  }

  /// The type behind typedefs and qualifiers.
  default Type underlying() {
    return this;
  }

  /// How a value of this type is read as a number; null where it is none (structs, arrays,
  /// functions, `void`).
  default @Nullable Scalar scalar() {
    return null;
  }
}
