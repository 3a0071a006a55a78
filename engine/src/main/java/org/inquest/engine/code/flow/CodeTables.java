package org.inquest.engine.code.flow;

import java.util.OptionalLong;

/// What tables outside of a function say about the ways in it.
@FunctionalInterface
public interface CodeTables {
  /// There are none.
  CodeTables NONE = address -> OptionalLong.empty();

  /// The eight bytes at an address, of a jump table; empty where they are not there.
  OptionalLong word(long address);

  /// Where the kernel goes on when an instruction faults; empty where that kills it.
  default OptionalLong fixup(long instruction) {
    return OptionalLong.empty();
  }

  /// Whether nothing ever comes back behind a trap: `BUG()`, not `WARN()`.
  default boolean endless(long trap) {
    return false;
  }
}
