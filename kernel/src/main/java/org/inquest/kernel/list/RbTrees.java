package org.inquest.kernel.list;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.kernel.list.Walk.End;

/// `struct rb_root` (include/linux/rbtree_types.h); `struct rb_root_cached` begins with one.
///
/// ```
/// struct rb_node { unsigned long __rb_parent_color; struct rb_node *rb_right, *rb_left; }
/// ```
///
/// These three words are the same in every kernel, so no type is asked for them.
public final class RbTrees {
  private static final long RIGHT = 8;
  private static final long LEFT = 16;

  /// The color is kept in the parent pointer's low bits.
  private static final long PARENT = ~3L;

  private RbTrees() {}

  /// The items of a tree from left to right. Every node's parent pointer is checked, which also
  /// rules out loops; a broken branch costs what hangs below it, not the rest.
  ///
  /// @param root address of the `struct rb_root`
  /// @param offset of the `struct rb_node` in an item, bytes
  /// @param limit most items to return
  public static Walk<Long> items(VirtualMemory memory, long root, long offset, int limit) {
    List<Long> found = new ArrayList<>();
    String broken = "";
    End end = End.END;
    Deque<Long> path = new ArrayDeque<>();
    long at = memory.findLong(root).orElse(-1);
    if (at == -1) {
      return new Walk<>(found, End.FAULT, "the root at " + hex(root) + " is not readable");
    }
    long parent = 0;
    while (at != 0 || !path.isEmpty()) {
      try {
        if (at != 0) {
          long back = memory.readLong(at) & PARENT;
          if (back != parent) {
            end = End.BACK_POINTER;
            broken = "the node at " + hex(at) + " names " + hex(back) + " as its parent";
            at = 0;
            continue;
          }
          path.push(at);
          parent = at;
          at = memory.readLong(at + LEFT);
          continue;
        }
        long node = path.pop();
        if (found.size() >= limit) {
          return new Walk<>(found, End.LIMIT, "more than " + limit + " entries");
        }
        found.add(node - offset);
        parent = node;
        at = memory.readLong(node + RIGHT);
      } catch (MemoryFault e) {
        end = End.FAULT;
        broken = e.getMessage();
        at = 0;
      }
    }
    return new Walk<>(found, end, broken);
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
