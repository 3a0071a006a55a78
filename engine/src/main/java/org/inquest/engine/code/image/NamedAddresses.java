package org.inquest.engine.code.image;

import java.util.List;
import java.util.Optional;
import org.inquest.engine.symbol.Symbol;

/// The names of an image, wherever they come from.
interface NamedAddresses {

  Functions functions();

  /// The symbol that an address lies in.
  Optional<Symbol> at(long address);

  /// All symbols of a name.
  List<Symbol> named(String name);

  /// What could not be named, a sentence each.
  default List<String> gaps() {
    return List.of();
  }

  /// Of a file that was stripped of all names.
  static NamedAddresses none() {
    Functions nothing = new Functions(new long[0], new long[0], i -> "");
    return new NamedAddresses() {
      @Override
      public Functions functions() {
        return nothing;
      }

      @Override
      public Optional<Symbol> at(long address) {
        return Optional.empty();
      }

      @Override
      public List<Symbol> named(String name) {
        return List.of();
      }

      @Override
      public List<String> gaps() {
        return List.of("the file has no symbols (it was stripped): functions have no names");
      }
    };
  }
}
