package org.inquest.kernel.wait;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The queue of one thing that tasks wait for, first in line first.
///
/// @param object address of the thing; 0 if it was not found
/// @param entries who waits
/// @param complete whether all were seen
public record Queue(long object, List<Entry> entries, boolean complete) {

  /// One in line.
  ///
  /// @param address of the entry
  /// @param task address of the `struct task_struct`
  /// @param access what it wants
  public record Entry(long address, long task, Access access) {}

  public Queue {
    entries = List.copyOf(entries);
  }

  /// The first entry ahead of another that wants the thing for writing; null if there is none.
  public @Nullable Entry writerAheadOf(long entry) {
    for (Entry ahead : entries) {
      if (ahead.address == entry) {
        return null;
      }
      if (ahead.access == Access.WRITE) {
        return ahead;
      }
    }
    return null;
  }
}
