package org.inquest.lab.sweep.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.inquest.lab.sweep.knob.KnobWrite;
import org.inquest.lab.sweep.knob.MemoryKnobs;
import org.junit.jupiter.api.Test;

final class SilentFailuresTest {
  private static final String TRACEFS = "/sys/kernel/tracing";
  private static final String KMEM = TRACEFS + "/events/kmem/";

  private static MemoryKnobs kernel() {
    MemoryKnobs files = new MemoryKnobs();
    files.files.put(TRACEFS + "/options/sym-offset", "0");
    files.files.put(KMEM + "kmalloc/trigger", "");
    files.files.put(KMEM + "kmem_cache_alloc/trigger", "");
    files.files.put(KMEM + "kfree/trigger", "");
    return files;
  }

  @Test
  void asksEventsOfAllocationsForAStackWhenThereIsNoMemory() {
    List<KnobWrite> writes = SilentFailures.of(kernel(), TRACEFS).orElseThrow().begin();
    assertThat(writes.stream().map(w -> w.path() + " " + w.value()))
        .containsExactly(
            TRACEFS + "/options/sym-offset 1",
            KMEM + "kmalloc/trigger stacktrace if ptr==0",
            KMEM + "kmem_cache_alloc/trigger stacktrace if ptr==0");
  }

  @Test
  void probesWhoDecidesOnPagesWhereThatCanBeDone() {
    MemoryKnobs files = kernel();
    files.files.put(TRACEFS + "/kprobe_events", "");
    assertThat(SilentFailures.of(files, TRACEFS).orElseThrow().begin())
        .anyMatch(w -> w.path().endsWith("/kprobe_events") && w.value().startsWith("r:sweep/page "))
        .anyMatch(w -> w.path().equals(TRACEFS + "/events/sweep/page/trigger"));
  }

  @Test
  void aKernelWithoutEventsOrWithoutOffsetsCanNotTell() {
    MemoryKnobs files = kernel();
    files.files.remove(TRACEFS + "/options/sym-offset");
    assertThat(SilentFailures.of(files, TRACEFS)).isEmpty();
    assertThat(SilentFailures.of(new MemoryKnobs(), TRACEFS)).isEmpty();
  }

  @Test
  void readsTheFirstStackWithoutThoseWhoNoteItAndAllocate() {
    String text =
        """
                   agent-84      [000] .....     2.426500: <stack trace>
         => trace_event_raw_event_kmem_alloc_node+0x9d/0xc0
         => __kmalloc_node+0x6a/0x140
         => kvmalloc_node+0x4c/0xd0
         => ext4_xattr_set_entry+0x2c1/0x1200
         => ext4_xattr_ibody_set+0x51/0xb0
         => do_syscall_64+0x3c/0x90
                   agent-84      [000] .....     2.426900: <stack trace>
         => kmem_cache_alloc+0x1/0x2
         => later+0x1/0x2
        """;
    assertThat(SilentFailures.first(text))
        .hasValueSatisfying(site -> {
          assertThat(site.capability()).isEqualTo("failslab");
          assertThat(site.words())
              .isEqualTo("ext4_xattr_set_entry+0x2c1 < ext4_xattr_ibody_set+0x51");
        });
  }

  @Test
  void pagesAreToldApart() {
    String probed =
        """
         a b-c-84      [001] d..2.     2.426500: <stack trace>
         => rethook_trampoline_handler+0x9d/0xc0
         => arch_rethook_trampoline+0x5/0x10
         => __alloc_pages+0x12a/0x300
         => allocate_slab+0x4c/0xd0
         => kmem_cache_alloc+0x1/0x2
         => jbd2__journal_start+0x87/0x1f0 [jbd2]
        """;
    assertThat(SilentFailures.first(probed))
        .hasValueSatisfying(site -> {
          assertThat(site.capability()).isEqualTo("fail_page_alloc");
          assertThat(site.words()).isEqualTo("jbd2__journal_start+0x87[jbd2]");
        });
    String large =
        """
         agent-84      [001] d..2.     2.426500: <stack trace>
         => kmalloc_large_node+0x1d/0xc0
         => __vmalloc_area_node+0x5/0x10
         => btrfs_ioctl+0x12a/0x300
        """;
    assertThat(SilentFailures.first(large).orElseThrow().capability()).isEqualTo("fail_page_alloc");
  }

  @Test
  void aTextWithoutAStackTellsNothing() {
    for (String text : List.of("", "\n\n", "CPU:0 [LOST 3 EVENTS]\n", "x <stack trace>\n => \n")) {
      assertThat(SilentFailures.first(text)).isEmpty();
    }
  }
}
