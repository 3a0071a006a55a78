package org.inquest.engine.expression;

import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.object.KObject;
import org.inquest.engine.type.Type;

/// What the names in an expression mean.
public interface Scope {
  /// Where pointers lead.
  VirtualMemory memory();

  /// A global variable or function; empty where there is none of that name.
  ///
  /// @param owner of several with one name the one that this source file has, or the `static` one
  ///   inside of this function; empty for any
  /// @throws org.inquest.formats.fault.InquestException where there is one, and its type is not
  ///   known, or which one is meant can't be told
  Optional<KObject> variable(String owner, String name);

  /// The value of an enumerator; empty where there is none of that name.
  OptionalLong constant(String name);

  /// A type by its C name: `struct page *`; empty where there is none of that name.
  Optional<Type> type(String name);
}
