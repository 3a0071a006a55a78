package org.inquest.engine.type;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Where types come from: the BTF of a kernel or of one module, or debugging information. Safe for
/// use by several threads.
public interface TypeSource {

  /// What the name of a type stands behind in C.
  enum Tag {
    STRUCT,
    UNION,
    ENUM,
    /// Nothing: base types and typedefs.
    ORDINARY
  }

  /// A defined type by its name without tag; of several with one name the first.
  Optional<Type> find(Tag tag, String name);

  /// The type of a function.
  Optional<FunctionType> function(String name);

  /// The type of a global variable; BTF knows per-CPU ones only.
  Optional<Type> variable(String name);

  /// The enumeration that has an enumerator; of several the first.
  Optional<EnumType> enumeration(String enumerator);

  /// Hands out all structs and unions that have a name, and typedefs of those that have none: the
  /// [StructType] or the [TypedefType]. One may come twice.
  void structs(Consumer<Type> each);

  /// The value of an enumerator of any enumeration.
  default OptionalLong constant(String enumerator) {
    Optional<EnumType> type = enumeration(enumerator);
    return type.isEmpty() ? OptionalLong.empty() : type.get().value(enumerator);
  }
}
