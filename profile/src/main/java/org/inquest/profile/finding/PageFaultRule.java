package org.inquest.profile.finding;

import java.util.List;
import org.inquest.diagnose.RuleInfo;

/// Memory that is touched for the first time, copied after a fork, or read back.
///
/// **What it means.** Programs get and return memory all the time, or start processes.
///
/// **Reference.** mm/memory.c, `handle_mm_fault`.
public final class PageFaultRule implements ProfileRule {
  private static final Dominance WORK =
      new Dominance(
          FunctionGroup.kernel(
              "(asm_)?exc_page_fault|do_user_addr_fault|do_page_fault|handle_mm_fault|__handle_mm_fault|handle_pte_fault|do_anonymous_page|do_fault.*|do_wp_page|wp_page_copy|do_mem_abort|el0_da|alloc_anon_folio|lock_vma_under_rcu|sync_regs|(asm_)?error_entry|error_return|irqentry_(enter|exit)_from_user_mode_fault"),
          "Page faults",
          Dominance.USUAL,
          List.of(
              "count them by program: profile stat -a -e minor-faults,major-faults",
              "large pages (madvise, transparent_hugepage), memory that is reused instead of returned (MALLOC_TRIM_THRESHOLD_), MAP_POPULATE; fork less of a large process"));

  /// For the scan.
  public PageFaultRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "work.page-faults", "Page faults", "whether handling page faults takes the time");
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    return WORK.examine(facts);
  }
}
