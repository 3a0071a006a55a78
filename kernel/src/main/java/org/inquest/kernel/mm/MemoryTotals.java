package org.inquest.kernel.mm;

import java.util.OptionalLong;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.Type;
import org.inquest.formats.fault.InquestException;

/// How much memory the machine has and what it is used for, in pages.
///
/// @param present of all nodes (`node_present_pages`)
/// @param managed what the kernel handed to its allocator (`totalram_pages()`)
/// @param free not used at all
/// @param anonymous of processes, not backed by files
/// @param file page cache, and what [#shared] counts
/// @param shared files in tmpfs and shared memory: they have no disk to be written to
/// @param slab of kernel objects
/// @param swapTotal of all swap areas
/// @param swapFree of these, not used
public record MemoryTotals(
    long present,
    long managed,
    long free,
    long anonymous,
    long file,
    long shared,
    long slab,
    long swapTotal,
    long swapFree) {

  private static final int MAX_NODES = 1024;

  /// Reads them; numbers that the dump lacks are 0.
  public static MemoryTotals read(Target target) {
    return new MemoryTotals(
        present(target),
        global(target, "_totalram_pages"),
        zone(target, "NR_FREE_PAGES"),
        node(target, "NR_ANON_MAPPED"),
        node(target, "NR_FILE_PAGES"),
        node(target, "NR_SHMEM"),
        slab(target),
        global(target, "total_swap_pages"),
        global(target, "nr_swap_pages"));
  }

  /// What could be handed out at once: free pages, and file pages that are a copy of what is on
  /// disk.
  public long available() {
    return free + Math.max(0, file - shared);
  }

  private static long present(Target target) {
    long pages = 0;
    try {
      KObject nodes = target.global("node_data");
      int count = Math.clamp(target.global("nr_node_ids").asInt(), 1, MAX_NODES);
      for (int i = 0; i < count; i++) {
        if (!nodes.index(i).isZero()) {
          pages += nodes.index(i).member("node_present_pages").asLong();
        }
      }
    } catch (InquestException e) {
      // Without CONFIG_NUMA there is a single node, a variable.
      pages =
          target
              .findGlobal("contig_page_data")
              .map(n -> n.member("node_present_pages").asLong())
              .orElse(0L);
    }
    return pages;
  }

  private static long global(Target target, String name) {
    try {
      return target.findGlobal(name).map(MemoryTotals::number).orElse(0L);
    } catch (InquestException e) {
      return 0;
    }
  }

  private static long number(KObject value) {
    return value.findMember("counter").map(KObject::asLong).orElseGet(value::asLong);
  }

  private static long zone(Target target, String item) {
    return item(target, "vm_zone_stat", item);
  }

  private static long node(Target target, String item) {
    return Math.max(0, item(target, "vm_node_stat", item));
  }

  /// Counted in pages until d42f3245c7e2 ("mm: memcg: convert vmstat slab counters to bytes", v5.9)
  /// renamed the items; the global sums stayed pages.
  private static long slab(Target target) {
    return any(target, "NR_SLAB_RECLAIMABLE_B", "NR_SLAB_RECLAIMABLE")
        + any(target, "NR_SLAB_UNRECLAIMABLE_B", "NR_SLAB_UNRECLAIMABLE");
  }

  private static long any(Target target, String newer, String older) {
    return node(target, target.types().constant(newer).isPresent() ? newer : older);
  }

  private static long item(Target target, String array, String item) {
    OptionalLong index = target.types().constant(item);
    OptionalLong at = target.symbols().findAddress(array);
    if (index.isEmpty() || at.isEmpty()) {
      return 0;
    }
    long size = target.types().find("atomic_long_t").map(Type::size).orElse(8L);
    return target.memory().findLong(at.getAsLong() + size * index.getAsLong()).orElse(0);
  }
}
