package org.inquest.kernel.list;

import java.util.List;

/// The items of a kernel list, tree or table, and how the walk ended. In a crashed kernel a broken
/// list is a finding.
///
/// @param items in the structure's order
/// @param end how it ended
/// @param detail for ends other than `END`: where and what, empty otherwise
/// @param <T> usually the address of each item
public record Walk<T>(List<T> items, End end, String detail) {

  /// How a walk ended.
  public enum End {
    /// At its end.
    END,
    /// At an address that can't be read.
    FAULT,
    /// At an item whose back pointer does not lead back.
    BACK_POINTER,
    /// At an item seen before.
    LOOP,
    /// At the limit.
    LIMIT
  }

  public Walk {
    items = List.copyOf(items);
  }

  /// Whether all items were seen.
  public boolean complete() {
    return end == End.END;
  }
}
