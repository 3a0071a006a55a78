package org.inquest.engine.code.image;

import java.util.OptionalLong;

/// Where a module's parts were put when it was loaded, and what the names are that it imports.
public interface Placement {
  /// Nothing is known: the module gets addresses that nobody else has.
  Placement NONE =
      new Placement() {
        @Override
        public OptionalLong section(String name) {
          return OptionalLong.empty();
        }

        @Override
        public OptionalLong symbol(String name) {
          return OptionalLong.empty();
        }
      };

  /// The address of a section; empty where it was not loaded, or is gone as initialisation code is.
  OptionalLong section(String name);

  /// The address of a symbol of the kernel or another module.
  OptionalLong symbol(String name);
}
