package org.inquest.kernel.slab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.list.Lists;
import org.inquest.kernel.list.Walk;

/// The list `slab_caches` of SLUB (mm/slab_common.c, mm/slub.c). The number of slabs is kept with
/// CONFIG_SLUB_DEBUG only, which distributions set.
public final class SlabCaches {
  private static final int MAX_CACHES = 10_000;
  private static final int MAX_NODES = 1024;

  /// `OO_SHIFT` (mm/slub.c): the order of a slab's pages is above, its number of objects below.
  private static final int ORDER_SHIFT = 16;

  private static final int MAX_ORDER = 20;

  private SlabCaches() {}

  /// All caches that are readable, the one with most memory first.
  ///
  /// @throws InquestException where the kernel has no such list or no such types
  public static Walk<SlabCache> all(Target target) {
    StructType type = target.types().struct("struct kmem_cache");
    VirtualMemory memory = target.memory();
    int nodes = nodes(target);
    Walk<Long> walk =
        Lists.items(
            memory, target.symbols().address("slab_caches"), type.offsetOf("list"), MAX_CACHES);
    List<SlabCache> caches = new ArrayList<>();
    String hole = "";
    for (long address : walk.items()) {
      try {
        caches.add(one(new KObject(memory, type, address), nodes, target.physical().pageSize()));
      } catch (InquestException e) {
        hole = e.getMessage();
      }
    }
    caches.sort(Comparator.comparingLong(SlabCache::bytes).reversed());
    return hole.isEmpty()
        ? new Walk<>(caches, walk.end(), walk.detail())
        : new Walk<>(caches, Walk.End.FAULT, hole);
  }

  private static int nodes(Target target) {
    var at = target.symbols().findAddress("nr_node_ids");
    int count = at.isPresent() ? target.memory().findInt(at.getAsLong()).orElse(1) : 1;
    return Math.clamp(count, 1, MAX_NODES);
  }

  private static SlabCache one(KObject cache, int nodes, long pageSize) {
    long slabs = 0;
    for (int i = 0; i < nodes; i++) {
      KObject node = node(cache, i);
      if (!node.isZero()) {
        slabs += Math.max(0, node.member("nr_slabs.counter").asLong());
      }
    }
    int order = Math.min(MAX_ORDER, cache.member("oo.x").asInt() >>> ORDER_SHIFT);
    return new SlabCache(
        cache.member("name").asString(),
        cache.address(),
        cache.member("object_size").asUnsigned(),
        slabs,
        slabs * (pageSize << order));
  }

  /// `struct kmem_cache_node *` of a NUMA node.
  private static KObject node(KObject cache, int i) {
    // 5ba6bc27b1f9 (v7.1) put the pointers into an array of structs; before, `node[]`.
    return cache
        .findMember("per_node[" + i + "].node")
        .orElseGet(() -> cache.member("node[" + i + "]"));
  }
}
