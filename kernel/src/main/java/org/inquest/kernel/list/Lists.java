package org.inquest.kernel.list;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.kernel.list.Walk.End;

/// `struct list_head`, `struct hlist_head` and `struct llist_head` (include/linux/types.h).
///
/// All take and give the addresses of the containing structs: `offset` is the `offsetof` of the
/// link in them.
public final class Lists {
  /// Longer than any list of a healthy kernel that a post-mortem walks; a loop is found long
  /// before.
  public static final int LIMIT = 4_000_000;

  private Lists() {}

  /// The items on a circular list, checking every back pointer.
  ///
  /// @param head address of the `struct list_head` that is no item
  /// @param offset of the link in an item, bytes
  public static Walk<Long> items(VirtualMemory memory, long head, long offset) {
    return items(memory, head, offset, LIMIT);
  }

  /// The same with a limit of one's own.
  public static Walk<Long> items(VirtualMemory memory, long head, long offset, int limit) {
    List<Long> found = new ArrayList<>();
    Walk<Long> ended = visit(memory, head, offset, limit, found::add);
    return new Walk<>(found, ended.end(), ended.detail());
  }

  /// Hands over each item while its page is still at hand, for long lists whose items are read
  /// next.
  ///
  /// @return how it ended; the items are not collected
  public static Walk<Long> visit(
      VirtualMemory memory, long head, long offset, int limit, LongConsumer visitor) {
    long before = head;
    int count = 0;
    try {
      long at = memory.readLong(head);
      // Brent's cycle finding: a loop that misses the head would otherwise run to the limit.
      long mark = head;
      int power = 1;
      int steps = 0;
      while (at != head) {
        if (at == 0) {
          return ended(End.FAULT, "a null link after " + hex(before));
        }
        long back = memory.readLong(at + Long.BYTES);
        if (back != before) {
          return ended(
              End.BACK_POINTER,
              "the entry at "
                  + hex(at)
                  + " points back to "
                  + hex(back)
                  + ", not to "
                  + hex(before));
        }
        if (at == mark) {
          return ended(End.LOOP, "the list comes back to " + hex(at));
        }
        if (count >= limit) {
          return ended(End.LIMIT, "more than " + limit + " entries");
        }
        count++;
        visitor.accept(at - offset);
        if (++steps == power) {
          mark = at;
          power *= 2;
          steps = 0;
        }
        before = at;
        at = memory.readLong(at);
      }
      return ended(End.END, "");
    } catch (MemoryFault e) {
      return ended(End.FAULT, "after " + count + " entries: " + e.getMessage());
    }
  }

  private static Walk<Long> ended(End end, String detail) {
    return new Walk<>(List.of(), end, detail);
  }

  /// The items on a circular list from its end, following back pointers only: what is left of a
  /// list that is broken in the middle.
  public static Walk<Long> backwards(VirtualMemory memory, long head, long offset, int limit) {
    return follow(memory, head + Long.BYTES, head, Long.BYTES, offset, limit);
  }

  /// The items on a list that ends with a null pointer: `hlist_head`, `llist_head`.
  public static Walk<Long> untilNull(VirtualMemory memory, long head, long offset, int limit) {
    return follow(memory, head, 0, 0, offset, limit);
  }

  private static Walk<Long> follow(
      VirtualMemory memory, long start, long stop, long linkAt, long offset, int limit) {
    List<Long> found = new ArrayList<>();
    try {
      long at = memory.readLong(start);
      while (at != stop && at != 0) {
        if (found.size() >= limit) {
          return new Walk<>(found, End.LIMIT, "more than " + limit + " entries");
        }
        found.add(at - offset);
        at = memory.readLong(at + linkAt);
      }
      return new Walk<>(found, End.END, "");
    } catch (MemoryFault e) {
      return new Walk<>(found, End.FAULT, "after " + found.size() + " entries: " + e.getMessage());
    }
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
