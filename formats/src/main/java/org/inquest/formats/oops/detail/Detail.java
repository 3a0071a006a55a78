package org.inquest.formats.oops.detail;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a report of one family says in particular.
public sealed interface Detail
    permits MemoryAccess, SlabError, LockUse, HungTask, Stall, Lockup, InjectedFailure {
  /// All that the lines of a report tell, in the order of the families.
  ///
  /// @param lines without what loggers put before them
  static List<Detail> of(List<String> lines) {
    return Stream.<Optional<? extends Detail>>of(
            MemoryAccess.of(lines),
            SlabError.of(lines),
            LockUse.of(lines),
            HungTask.of(lines),
            Stall.of(lines),
            Lockup.of(lines))
        .<Detail>flatMap(Optional::stream)
        .toList();
  }
}
