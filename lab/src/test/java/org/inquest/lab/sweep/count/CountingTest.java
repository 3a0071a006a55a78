package org.inquest.lab.sweep.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.inquest.formats.oops.detail.InjectedFailure;
import org.inquest.lab.sweep.knob.KnobWrite;
import org.inquest.lab.sweep.knob.MemoryKnobs;
import org.junit.jupiter.api.Test;

final class CountingTest {
  private static final String TRACEFS = "/sys/kernel/tracing";
  private static final String KMEM = TRACEFS + "/events/kmem/";

  // As 6.1 has it; later ones write (( gfp_t)((((1UL))) << (15))).
  private static final String FORMAT =
      """
      name: kmalloc
      \tfield:unsigned long call_site;\toffset:8;\tsize:8;\tsigned:0;
      \tfield:unsigned long gfp_flags;\toffset:40;\tsize:8;\tsigned:0;

      print fmt: "gfp_flags=%s", {( unsigned long)(( gfp_t)0x4000u), "__GFP_RETRY_MAYFAIL"}, \
      {( unsigned long)(( gfp_t)0x8000u), "__GFP_NOFAIL"}
      """;

  private static final String NAMED = "\tfield:__data_loc char[] name;\toffset:24;\n" + FORMAT;

  private static final String HIST =
      """
      # event histogram
      #
      # trigger info: hist:keys=call_site.sym-offset,gfp_flags,stacktrace:size=32768 [active]
      #

      { call_site: [ffffffff836b1d75] security_sb_alloc+0xb5/0xd0     , gfp_flags:       3520, stacktrace:
               security_sb_alloc+0xb5/0xd0
               alloc_super+0xa8/0x300
               sget_fc+0x67/0x380
               __x64_sys_mount+0x116/0x150
               do_syscall_64+0x5d/0x90
      } hitcount:          1
      { call_site: [ffffffff8359587b] jbd2_journal_commit+0x5b/0xb0 [jbd2]  , gfp_flags:      35968, stacktrace:
               kmemdup_nul+0x27/0x60
               jbd2_journal_commit+0x5b/0xb0 [jbd2]
               kthread+0xd8/0x110
      } hitcount:         20
      { call_site: [ffffffff834b0a10] event_trigger_write+0x40/0xe0    , gfp_flags:       3264, stacktrace:
               ksys_write+0x6b/0xf0
               do_syscall_64+0x5d/0x90
      } hitcount:          2

      Totals:
          Hits: 23
          Entries: 3
          Dropped: 4
      """;

  private static MemoryKnobs kernel(String format, String readme) {
    MemoryKnobs kernel = new MemoryKnobs();
    kernel.files.put(TRACEFS + "/README", readme);
    kernel.files.put(TRACEFS + "/set_event_pid", "");
    kernel.files.put(TRACEFS + "/options/event-fork", "0");
    for (String file : List.of("format", "hist", "trigger")) {
      kernel.files.put(KMEM + "kmalloc/" + file, file.equals("format") ? format : "");
    }
    return kernel;
  }

  @Test
  void sitesAreReadFromWhatTheKernelPrints() {
    MemoryKnobs kernel = kernel(FORMAT, "stacktrace");
    kernel.files.put(KMEM + "kmalloc/hist", HIST);
    Counting.Result result = Counting.of(kernel, TRACEFS).orElseThrow().read(kernel);
    assertThat(result.dropped()).isEqualTo(4);
    assertThat(result.sites())
        .extracting(s -> s.site().words())
        .containsExactly(
            "jbd2_journal_commit+0x5b[jbd2]",
            "event_trigger_write+0x40",
            "security_sb_alloc+0xb5 < alloc_super+0xa8 < sget_fc+0x67");
    assertThat(result.sites()).extracting(CountedSite::hits).containsExactly(20L, 2L, 1L);
    // 35968 has 0x8000.
    assertThat(result.sites())
        .extracting(CountedSite::neverFails)
        .containsExactly(true, false, false);
  }

  @Test
  void aCountedSiteIsTheSiteOfTheFailureInTheLog() {
    MemoryKnobs kernel = kernel(FORMAT, "stacktrace");
    kernel.files.put(KMEM + "kmalloc/hist", HIST);
    Site counted = Counting.of(kernel, TRACEFS).orElseThrow().read(kernel).sites().get(2).site();
    List<String> splat =
        """
        FAULT_INJECTION: forcing a failure.
        name failslab, interval 1, probability 0, space 0, times 0
        CPU: 0 PID: 227 Comm: mount Not tainted 6.1.0 #3
        Call Trace:
         <TASK>
         dump_stack_lvl+0x33/0x42
         should_fail_ex.cold+0x32/0x37
         should_failslab+0x5/0x10
         __kmem_cache_alloc_node+0x39/0x1f0
         kmalloc_trace+0x26/0x90
         security_sb_alloc+0xb5/0xd0
         alloc_super+0xa8/0x300
         ? __kernel_read+0x10e/0x1c0
         sget_fc+0x67/0x380
         __x64_sys_mount+0x116/0x150
         do_syscall_64+0x5d/0x90
         entry_SYSCALL_64_after_hwframe+0x6e/0xd8
        """
            .lines()
            .toList();
    InjectedFailure failure = InjectedFailure.of(splat, 227, List.of()).orElseThrow();
    Site injected = Site.of(failure.name(), failure.stack());
    assertThat(injected).isEqualTo(counted);
    assertThat(injected.hash()).isEqualTo(counted.hash()).matches("[0-9a-f]{16}");
    assertThat(Site.of("fail_page_alloc", failure.stack()).hash()).isNotEqualTo(counted.hash());
  }

  @Test
  void aSecondHistogramTellsTheCachesWhereTheEventDoes() {
    MemoryKnobs kernel = kernel(NAMED, "or the special string 'common_stacktrace'");
    kernel.files.put(
        KMEM + "kmalloc/hist",
        HIST
            + """
            { name: jbd2_inode                 , call_site: [ffffffff8359587b] jbd2_journal_commit+0x5b/0xb0 [jbd2]    } hitcount:   20
            """);
    Counting counting = Counting.of(kernel, TRACEFS).orElseThrow();
    assertThat(counting.begin(71))
        .extracting(KnobWrite::value)
        .containsExactly(
            "1",
            "71",
            "hist:keys=call_site.sym-offset,gfp_flags,common_stacktrace:size=32768",
            "hist:keys=name,call_site.sym-offset:size=8192");
    assertThat(counting.read(kernel).sites())
        .extracting(CountedSite::cache)
        .containsExactly("jbd2_inode", "", "");
  }

  /// What a 7.2 printed for a mount of tmpfs, some entries of it.
  @Test
  void aRealHistogramOfARecentKernelIsRead() throws IOException {
    MemoryKnobs kernel = kernel(FORMAT, "common_stacktrace");
    String folder = KMEM + "kmem_cache_alloc/";
    kernel.files.put(folder + "format", resource("kmem_cache_alloc.format"));
    kernel.files.put(folder + "hist", resource("kmem_cache_alloc.hist"));
    List<CountedSite> sites = Counting.of(kernel, TRACEFS).orElseThrow().read(kernel).sites();
    assertThat(sites).hasSize(10).noneMatch(CountedSite::neverFails);
    CountedSite most = sites.getFirst();
    assertThat(most.hits()).isEqualTo(4);
    assertThat(most.cache()).isEqualTo("filp");
    assertThat(most.site().words())
        .startsWith("alloc_empty_file+0x56 < path_openat+0x44 < do_file_open+0x117")
        .endsWith("do_execveat_common.isra.0+0x92");
    assertThat(sites)
        .extracting(CountedSite::cache)
        .contains("dentry", "lsm_inode_cache", "shmem_inode_cache")
        .doesNotContain("");
    EventCount event =
        new EventCount(folder, "failslab", kernel.files.getOrDefault(folder + "format", ""), "");
    assertThat(event.flag("__GFP_NOFAIL")).hasValue(1 << 15);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = CountingTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void whatBeganIsEndedAndWhoIsChosenIsForgottenAfterTheTriggers() {
    MemoryKnobs kernel = kernel(FORMAT, "");
    Counting counting = Counting.of(kernel, TRACEFS).orElseThrow();
    counting.begin(71).forEach(w -> kernel.write(w.path(), w.value()));
    assertThat(kernel.files.get(KMEM + "kmalloc/trigger")).startsWith("hist:keys=call_site");
    counting.end().forEach(w -> kernel.write(w.path(), w.value()));
    assertThat(kernel.files)
        .containsEntry(KMEM + "kmalloc/trigger", "")
        .containsEntry(TRACEFS + "/set_event_pid", "");
    assertThat(kernel.log.get(kernel.log.size() - 2)).isEqualTo(TRACEFS + "/set_event_pid=");
  }

  @Test
  void aKernelWithoutHistogramsCanNotCount() {
    MemoryKnobs kernel = kernel(FORMAT, "");
    kernel.files.remove(KMEM + "kmalloc/hist");
    assertThat(Counting.of(kernel, TRACEFS)).isEmpty();
    MemoryKnobs blind = kernel(FORMAT, "");
    blind.files.remove(TRACEFS + "/set_event_pid");
    assertThat(Counting.of(blind, TRACEFS)).isEmpty();
  }

  @Test
  void anyCutOfAHistogramIsRead() {
    for (int end = 0; end <= HIST.length(); end++) {
      assertThat(Histogram.parse(HIST.substring(0, end)).entries()).hasSizeLessThanOrEqualTo(3);
    }
    assertThat(Histogram.parse("{ x\n".repeat(100_000) + "}".repeat(100_000)).entries()).isEmpty();
  }

  @Test
  void theBitOfAFlagIsReadFromEitherFormOfItsTable() {
    String shifted = "{( unsigned long)(( gfp_t)((((1UL))) << (17))), \"__GFP_NOFAIL\"}";
    assertThat(new EventCount("", "", shifted, "").flag("__GFP_NOFAIL")).hasValue(1 << 17);
    assertThat(new EventCount("", "", FORMAT, "").flag("__GFP_NOFAIL")).hasValue(0x8000);
    assertThat(new EventCount("", "", FORMAT, "").flag("__GFP_NOWARN")).isEmpty();
  }
}
