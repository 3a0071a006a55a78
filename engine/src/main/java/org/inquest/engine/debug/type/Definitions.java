package org.inquest.engine.debug.type;

import java.util.OptionalLong;
import org.inquest.engine.type.TypeSource;

/// Where a struct, union or enum is defined that some unit only declares (`struct page;`).
@FunctionalInterface
public interface Definitions {
  /// Nobody knows: what is only declared stays so.
  Definitions NONE = (tag, name) -> OptionalLong.empty();

  /// The place of the entry that defines it.
  OptionalLong find(TypeSource.Tag tag, String name);
}
