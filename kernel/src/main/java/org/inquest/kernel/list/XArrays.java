package org.inquest.kernel.list;

import java.util.ArrayList;
import java.util.List;
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
