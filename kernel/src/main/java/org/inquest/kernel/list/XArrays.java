package org.inquest.kernel.list;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.inquest.engine.object.KObject;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.list.Walk.End;

/// `struct xarray` (include/linux/xarray.h, lib/xarray.c), also in the roles of a radix tree and an
/// IDR.
public final class XArrays {
  /// An entry of the tree.
  ///
  /// @param index its key
  /// @param value what is stored: usually a pointer
  public record Entry(long index, long value) {}

  private static final int LIMIT = 4_000_000;

  /// Nodes that one walk visits: a damaged tree may lead to itself by every slot.
  private static final int MAX_NODES = 1 << 18;

  private XArrays() {}

  /// All present entries in order of their index.
  ///
  /// @param array a `struct xarray`; before 3159f943aafd (v4.20) the same tree is called `struct
  ///   radix_tree_root`
  public static Walk<Entry> entries(KObject array, StructType node) {
    List<Entry> found = new ArrayList<>();
    Collector collector = new Collector(array, node, found);
    try {
      collector.visit(array.memberOf("xa_head", "rnode").asLong(), 0, 0);
    } catch (InquestException e) {
      return new Walk<>(found, End.FAULT, e.getMessage());
    }
    return collector.holes == 0
        ? new Walk<>(found, found.size() >= LIMIT ? End.LIMIT : End.END, "")
        : new Walk<>(
            found, End.FAULT, collector.holes + " nodes are not readable: " + collector.firstHole);
  }

  /// The entry at an index; empty where there is none, or a value that is no pointer
  /// (`xa_is_value()`, in the page cache a shadow of a page that was taken away).
  ///
  /// @param array as for [#entries]
  /// @throws InquestException where a node on the way can't be read
  public static OptionalLong find(KObject array, StructType node, long index) {
    long entry = array.memberOf("xa_head", "rnode").asLong();
    long left = index;
    int above = Long.SIZE;
    while (isNode(entry)) {
      KObject at = new KObject(array.memory(), node, entry - 2);
      int shift = at.member("shift").asInt() & 0xff;
      KObject slots = at.member("slots");
      // The tree is only as high as its last entry needs.
      if (shift >= above || left >>> shift >= slots.length()) {
        return OptionalLong.empty();
      }
      entry = slots.index(left >>> shift).asLong();
      // A sibling: the entry stands in an earlier slot, and reaches up to here.
      if ((entry & 3) == 2 && Long.compareUnsigned(entry, slots.length() << 2) < 0) {
        entry = slots.index(entry >>> 2).asLong();
      }
      left &= (1L << shift) - 1;
      above = shift;
    }
    boolean root = above == Long.SIZE;
    return entry != 0 && (entry & 3) == 0 && (!root || index == 0)
        ? OptionalLong.of(entry)
        : OptionalLong.empty();
  }

  /// xa_is_node(): an internal entry (low bits 10) above 4096.
  private static boolean isNode(long entry) {
    return (entry & 3) == 2 && Long.compareUnsigned(entry, 4096) > 0;
  }

  private static final class Collector {
    private final KObject array;
    private final StructType node;
    private final List<Entry> found;
    private final int chunk;
    private int holes;
    private String firstHole = "";
    private int nodes;

    Collector(KObject array, StructType node, List<Entry> found) {
      this.array = array;
      this.node = node;
      this.found = found;
      this.chunk = (int) new KObject(array.memory(), node, 0).member("slots").length();
    }

    void visit(long entry, long index, int depth) {
      if (entry == 0 || found.size() >= LIMIT || depth > 12) {
        return;
      }
      // xa_is_node(): an internal entry (low bits 10) above 4096; smaller ones are siblings and
      // retries.
      if ((entry & 3) != 2) {
        found.add(new Entry(index, entry));
        return;
      }
      if (Long.compareUnsigned(entry, 4096) <= 0) {
        return;
      }
      if (++nodes > MAX_NODES) {
        holes++;
        firstHole = "more nodes than any tree has";
        return;
      }
      try {
        KObject at = new KObject(array.memory(), node, entry - 2);
        int shift = at.member("shift").asInt() & 0xff;
        KObject slots = at.member("slots");
        for (int i = 0; i < chunk; i++) {
          visit(slots.index(i).asLong(), index + ((long) i << shift), depth + 1);
        }
      } catch (InquestException e) {
        holes++;
        firstHole = firstHole.isEmpty() ? e.getMessage() : firstHole;
      }
    }
  }
}
