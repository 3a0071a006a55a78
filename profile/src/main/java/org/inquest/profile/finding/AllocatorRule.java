package org.inquest.profile.finding;

import java.util.List;
import org.inquest.diagnose.RuleInfo;

/// Allocation in programs: `malloc`, `free` and what stands behind them.
///
/// **What it means.** Many small objects with short lives, or threads that fight for an arena.
///
/// **Reference.** mallopt(3), `M_ARENA_MAX`.
public final class AllocatorRule implements ProfileRule {
  private static final Dominance WORK =
      new Dominance(
          FunctionGroup.user(
              "(__libc_|__GI___libc_|je_|tc_|mi_|rb_gc_impl_)?(malloc|calloc|realloc|free|memalign|aligned_alloc|cfree)"
                  + "|_int_(malloc|free|realloc|memalign)|malloc_consolidate|unlink_chunk|sysmalloc|systrim|tcache_.*"
                  + "|operator (new|delete).*|tcmalloc::.*|arena_.*",
              ".*"),
          "Programs allocate and free memory",
          Dominance.USUAL,
          List.of(
              "see who allocates: profile report --tree",
              "reuse buffers, allocate in larger pieces, or try another allocator (jemalloc, tcmalloc)"));

  /// For the scan.
  public AllocatorRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "work.allocator", "Memory allocation", "whether malloc and free of programs take the time");
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    return WORK.examine(facts);
  }
}
