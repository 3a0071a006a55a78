package org.inquest.profile.finding;

import java.util.List;
import org.inquest.diagnose.RuleInfo;

/// Reclaim, compaction, migration.
///
/// **What it means.** Memory, or that of a cgroup, is full: programs wait while pages are looked
/// for.
///
/// **Reference.** mm/vmscan.c, mm/compaction.c.
public final class ReclaimRule implements ProfileRule {
  private static final Dominance WORK =
      new Dominance(
          FunctionGroup.kernel(
              "kswapd|balance_pgdat|shrink_(node|lruvec|folio_list|page_list|slab.*|inactive_list|active_list|one|many)|try_to_free_(pages|mem_cgroup_pages)|__alloc_pages_(direct_.*|slowpath.*)|do_try_to_free_pages|compact_zone.*|kcompactd.*|migrate_pages.*|isolate_(migratepages|freepages).*|evict_folios|try_to_(unmap|migrate)|folio_referenced.*|swap_(writepage|read_folio|readpage)|swap_writeout|khugepaged.*|ksm_.*"),
          "The kernel frees or moves pages, as memory is short",
          Dominance.USUAL,
          List.of(
              "free -m, vmstat 1, /proc/pressure/memory: who uses the memory? give it more, or limit somebody",
              "a limit of a cgroup does the same in a machine with free memory: memory.stat of it"));

  /// For the scan.
  public ReclaimRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "memory.reclaim", "Memory reclaim", "whether freeing and moving pages takes the time");
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    return WORK.examine(facts);
  }
}
