package org.inquest.formats.oops.detail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.inquest.formats.oops.CodePlace;
import org.junit.jupiter.api.Test;

final class InjectedStackTest {
  private static List<String> functions(String trace) {
    return InjectedStack.of(trace.lines().toList()).stream().map(CodePlace::function).toList();
  }

  @Test
  void whoDecidesAndAllocatesIsLeftOutBelowTheCaller() {
    assertThat(
            functions(
                """
                Call Trace:
                 <TASK>
                 dump_stack_lvl+0x4c/0x5f
                 should_fail_ex.cold+0x5/0xa
                 ? up_write+0x192/0x4f0
                 kmem_cache_alloc+0x5f/0x1c0
                 jbd2__journal_start+0x87/0x1f0
                 kmalloc_of_somebody+0x1/0x20
                """))
        .containsExactly("jbd2__journal_start", "kmalloc_of_somebody");
  }

  /// 6.1 with a kretprobe on should_fail_alloc_page: its trampoline lies behind another function.
  @Test
  void aReturnProbeIsNoCaller() {
    assertThat(
            functions(
                """
                Call Trace:
                 dump_stack_lvl+0x4c/0x5f
                 should_fail_ex.cold+0x5/0xa
                 trace_clock_x86_tsc+0x10/0x10
                 ? __alloc_pages_slowpath.constprop.0+0x17d0/0x17d0
                 __handle_mm_fault+0xc46/0x1f20
                 handle_mm_fault+0xf1/0x300
                 the_last_call_of_a_function+0x30/0x30
                """))
        .containsExactly("__handle_mm_fault", "handle_mm_fault", "the_last_call_of_a_function");
  }
}
