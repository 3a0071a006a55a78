package org.inquest.engine.debug.frame;

import java.util.Optional;

/// Which file with debugging information an address in memory belongs to.
@FunctionalInterface
public interface DebugObjects {
  /// Empty where none is at hand.
  Optional<DebugObject> at(long address);
}
