package org.inquest.kernel.list;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Types;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.kernel.list.Walk.End;

/// `struct maple_tree` (include/linux/maple_tree.h, lib/maple_tree.c, since v6.1): values by ranges
/// of indexes.
///
/// ```
/// an encoded node:  63 .. 8: address   6..3: enum maple_type   1..0: 10 (only at the root)
/// node:             slot[i] is for indexes from pivot[i-1] + 1 to pivot[i];
///                   the first pivot of zero after the first ends the node
/// ```
public final class MapleTrees {
  /// A range of indexes and its value.
  ///
  /// @param first lowest index
  /// @param last highest index, included
  /// @param value usually a pointer
  public record Entry(long first, long last, long value) {}

  /// MAPLE_HEIGHT_MAX.
  private static final int MAX_DEPTH = 31;

  private static final int LIMIT = 1 << 20;

  /// Nodes that one walk visits: a damaged tree may lead to itself by every slot.
  private static final int MAX_NODES = 1 << 18;

  private static final long NODE_MASK = ~0xffL;
  private static final int TYPE_SHIFT = 3;
  private static final int TYPE_MASK = 0xf;

  private final long rootAt;
  private final long leafType;
  private final long arangeType;
  private final Shape range;
  private final Shape arange;

  /// Where pivots and slots of one kind of node lie, and how many slots it has.
  private record Shape(long pivots, long slots, int count) {
    static Shape of(StructType type) {
      Member slot = type.member("slot");
      int count = (int) (slot.type().size() / Long.BYTES);
      return new Shape(type.offsetOf("pivot"), slot.offset(), count);
    }
  }

  /// @throws org.inquest.formats.fault.NotFound where the kernel has no maple trees
  public MapleTrees(Types types) {
    this.rootAt = types.struct("struct maple_tree").offsetOf("ma_root");
    this.leafType = types.constant("maple_leaf_64").orElse(1);
    this.arangeType = types.constant("maple_arange_64").orElse(3);
    this.range = Shape.of(types.struct("struct maple_range_64"));
    this.arange = Shape.of(types.struct("struct maple_arange_64"));
  }

  /// The value for an index; empty where there is none.
  ///
  /// @param tree address of the `struct maple_tree`
  /// @throws MemoryFault where a node on the way is not in the dump
  public OptionalLong find(VirtualMemory memory, long tree, long index) {
    long entry = memory.readLong(tree + rootAt);
    if (!isNode(entry)) {
      return index == 0 && entry != 0 ? OptionalLong.of(entry) : OptionalLong.empty();
    }
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
      long node = entry & NODE_MASK;
      Shape shape = shape(entry);
      int slot = 0;
      while (slot < shape.count - 1) {
        long pivot = memory.readLong(node + shape.pivots + slot * 8L);
        if (pivot == 0 && slot > 0 || Long.compareUnsigned(index, pivot) <= 0) {
          break;
        }
        slot++;
      }
      long value = memory.readLong(node + shape.slots + slot * 8L);
      if (isLeaf(entry)) {
        return isValue(value) ? OptionalLong.of(value) : OptionalLong.empty();
      }
      if (value == 0) {
        return OptionalLong.empty();
      }
      entry = value;
    }
    return OptionalLong.empty();
  }

  /// All entries in order; what can't be read is left out and said.
  ///
  /// @param tree address of the `struct maple_tree`
  public Walk<Entry> entries(VirtualMemory memory, long tree) {
    Collector collector = new Collector(memory);
    try {
      long root = memory.readLong(tree + rootAt);
      if (isNode(root)) {
        collector.visit(root, 0, -1, 0);
      } else if (root != 0) {
        collector.found.add(new Entry(0, 0, root));
      }
    } catch (MemoryFault e) {
      return new Walk<>(List.of(), End.FAULT, e.getMessage());
    }
    if (collector.found.size() >= LIMIT) {
      return new Walk<>(collector.found, End.LIMIT, "more than " + LIMIT + " entries");
    }
    return collector.hole.isEmpty()
        ? new Walk<>(collector.found, End.END, "")
        : new Walk<>(collector.found, End.FAULT, collector.hole);
  }

  private final class Collector {
    private final VirtualMemory memory;
    private final List<Entry> found = new ArrayList<>();
    private String hole = "";
    private int nodes;

    Collector(VirtualMemory memory) {
      this.memory = memory;
    }

    void visit(long entry, long min, long max, int depth) {
      if (depth >= MAX_DEPTH || ++nodes > MAX_NODES) {
        hole = "the tree is deeper or larger than any can be";
        return;
      }
      long node = entry & NODE_MASK;
      Shape shape = shape(entry);
      long first = min;
      try {
        for (int slot = 0; slot < shape.count && found.size() < LIMIT; slot++) {
          long last =
              slot == shape.count - 1 ? max : memory.readLong(node + shape.pivots + slot * 8L);
          boolean end = last == 0 && slot > 0 || last == max;
          long value = memory.readLong(node + shape.slots + slot * 8L);
          long upTo = end ? max : last;
          if (!isLeaf(entry) && value != 0) {
            visit(value, first, upTo, depth + 1);
          } else if (isLeaf(entry) && isValue(value)) {
            found.add(new Entry(first, upTo, value));
          }
          if (end) {
            return;
          }
          first = last + 1;
        }
      } catch (MemoryFault e) {
        hole = hole.isEmpty() ? e.getMessage() : hole;
      }
    }
  }

  private Shape shape(long entry) {
    return type(entry) == arangeType ? arange : range;
  }

  private boolean isLeaf(long entry) {
    return type(entry) <= leafType;
  }

  private static long type(long entry) {
    return entry >>> TYPE_SHIFT & TYPE_MASK;
  }

  /// xa_is_node(): low bits 10 above 4096.
  private static boolean isNode(long entry) {
    return (entry & 3) == 2 && Long.compareUnsigned(entry, 4096) > 0;
  }

  /// Not empty, and none of the internal entries such as XA_ZERO_ENTRY.
  private static boolean isValue(long value) {
    return value != 0 && (value & 3) != 2;
  }
}
