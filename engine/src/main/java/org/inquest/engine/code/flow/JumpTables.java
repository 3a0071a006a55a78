package org.inquest.engine.code.flow;

import java.util.OptionalLong;

/// Reads the words of jump tables, which lie outside of the code.
@FunctionalInterface
public interface JumpTables {
  /// Reads nothing.
  JumpTables NONE = address -> OptionalLong.empty();

  /// The eight bytes at an address; empty where they are not there.
  OptionalLong word(long address);
}
