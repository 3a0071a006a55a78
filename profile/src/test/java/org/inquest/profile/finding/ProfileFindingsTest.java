package org.inquest.profile.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.inquest.diagnose.Report;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.formats.perf.RecordType;
import org.inquest.profile.report.SampleFilter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProfileFindingsTest {
  @TempDir Path machine;

  private MadeProfile made;

  @BeforeEach
  void empty() {
    made = new MadeProfile(machine);
  }

  private Verdict verdict(ProfileRule rule) throws IOException {
    return made.read(
        p -> rule.examine(ProfileFacts.of(p, SampleFilter.ALL).orElseThrow()).getFirst().verdict());
  }

  private Verdict.Found found(ProfileRule rule) throws IOException {
    return assertInstanceOf(Verdict.Found.class, verdict(rule));
  }

  private String missing(ProfileRule rule) throws IOException {
    return assertInstanceOf(Verdict.NotApplicable.class, verdict(rule)).missing();
  }

  @Test
  void spinningIsToldWithItsShareItsIntervalAndItsCallers() throws IOException {
    made.kernel(580, 71, 0, "native_queued_spin_lock_slowpath", "_raw_spin_lock", "d_alloc")
        .kernel(420, 71, 0, "vfs_read");
    Verdict.Found found = found(new SpinLockRule());
    // Wilson's interval of 580 in 1000, computed by hand: 0.5492 to 0.6103.
    assertTrue(found.claim().contains("58.0 % (54.9 to 61.0)"), found.claim());
    Evidence.Frames frames = assertInstanceOf(Evidence.Frames.class, found.evidence().getLast());
    assertEquals(
        List.of("native_queued_spin_lock_slowpath", "_raw_spin_lock", "d_alloc"),
        frames.lines().stream().map(Object::toString).toList());
  }

  @Test
  void aShareThatChanceMayHaveMadeIsNotTold() throws IOException {
    // 11 %, but the interval begins at 9.2 %.
    made.kernel(110, 71, 0, "osq_lock").kernel(890, 71, 0, "vfs_read");
    assertEquals(new Verdict.Clear(), verdict(new SleepingLockRule()));
  }

  @Test
  void whatAFunctionOfTheGroupCallsCountsOnceWithIt() throws IOException {
    made.kernel(300, 71, 0, "clear_page_erms", "handle_mm_fault", "exc_page_fault")
        .kernel(700, 71, 0, "vfs_read");
    Verdict.Found found = found(new PageFaultRule());
    assertTrue(found.claim().startsWith("Page faults: 30.0 %"), found.claim());
    Evidence.Note note = assertInstanceOf(Evidence.Note.class, found.evidence().getFirst());
    assertTrue(note.text().contains("300 of 1000 samples"), note.text());
  }

  @Test
  void sharesAreOfTheTimeOutsideOfTheIdleLoop() throws IOException {
    made.kernel(600, 0, 1, "pv_native_safe_halt", "do_idle")
        .kernel(200, 71, 0, "vprintk_emit")
        .kernel(200, 71, 0, "vfs_read");
    assertTrue(found(new ConsoleRule()).claim().contains("50.0 %"));
    assertTrue(found(new ImbalanceRule()).claim().startsWith("CPU 0 did 100.0 %"));
  }

  @Test
  void anInterruptOnAnIdleCpuIsWork() throws IOException {
    made.kernel(500, 0, 1, "pv_native_safe_halt", "do_idle")
        .kernel(300, 0, 1, "tcp_v4_rcv", "net_rx_action", "do_idle")
        .kernel(200, 71, 0, "vfs_read");
    assertTrue(found(new NetworkRule()).claim().startsWith("Network: 60.0 %"));
    assertTrue(found(new IdleRule()).claim().contains("50.0 %"));
  }

  /// One of the functions that each kind of work is known by, and one that resembles it.
  static Stream<Arguments> kindsOfWork() {
    return Stream.of(
        Arguments.of(new CompressionRule(), "ZSTD_compressBlock_fast", "compress_name"),
        Arguments.of(new ConsoleRule(), "serial8250_console_write", "serial8250_startup"),
        Arguments.of(new CopyingRule(), "rep_movs_alternative", "remember"),
        Arguments.of(new FutexRule(), "futex_wait_queue", "future_wait"),
        Arguments.of(new NetworkRule(), "__netif_receive_skb_core", "netlink_dump"),
        Arguments.of(new PageFaultRule(), "do_anonymous_page", "anonymous"),
        Arguments.of(new RcuRule(), "rcu_do_batch", "recurse"),
        Arguments.of(new ReclaimRule(), "shrink_lruvec", "shrink_dcache_parent"),
        Arguments.of(new SleepingLockRule(), "osq_lock", "osq_wait"),
        Arguments.of(new SpinLockRule(), "native_queued_spin_lock_slowpath", "spin_up"),
        Arguments.of(new SystemCallRule(), "entry_SYSCALL_64_after_hwframe", "entry_point"),
        Arguments.of(new TimerRule(), "hrtimer_interrupt", "time_get"));
  }

  @ParameterizedTest
  @MethodSource("kindsOfWork")
  void eachKindOfWorkIsKnownByItsFunctions(ProfileRule rule, String known, String like)
      throws IOException {
    made.kernel(400, 71, 0, like, "other").kernel(200, 71, 0, "another");
    assertEquals(new Verdict.Clear(), verdict(rule));
    made.kernel(400, 71, 0, known, "other");
    assertTrue(found(rule).claim().contains("40.0 %"), () -> rule + " " + known);
  }

  /// Functions that were seen in profiles of programs that make much garbage, and those beside them
  /// that are not the collector's.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          libruby-3.1.so.3.1.7 | gc_mark_children | rb_gc_writebarrier
          libpython3.8.so.1.0 | collect.constprop.1 | collections_abc
          libpython3.13.so.1.0 | gc_collect_main | _PyObject_Malloc
          python3.11 | visit_reachable.lto_priv.0 | subtype_dealloc.lto_priv.0
          python3.11 | list_traverse.lto_priv.0 | list_dealloc.lto_priv.0
          python3.11d | validate_list | list_append
          libpython3.14.so.1.0 | mark_all_reachable | marshal_load
          libjvm.so | DefNewGeneration::copy_to_survivor_space | GenerateOopMap::compute_map
          libjvm.so | G1ParScanThreadState::trim_queue_to_threshold | GraphBuilder::invoke
          libjvm.so | ParMarkBitMap::live_words_in_range_helper | ParseGenerator::generate
          libjvm.so | OopOopIterateDispatch<YoungGenScanClosure>::Table::oop_oop_iterate<InstanceKlass, narrowOop> | oopDesc::klass
          libjvm.so | ZBarrier::mark_from_young_slow_path | ZIPFile::open
          node | v8::internal::Scavenger::ScavengePage | v8::internal::Runtime_GrowArrayElements
          node | v8::internal::ConcurrentMarking::RunMajor | v8::internal::compiler::LiveRangeBuilder::MarkUse
          libclrgc.so | SVR::gc_heap::mark_object_simple | SVR::Other
          any | runtime.scanobject | runtime.heapBitsSetType
          any | runtime.(*sweepLocked).sweep | runtime.(*mheap).allocSpan
          any | runtime.heapBits.bits | runtime.mallocgc
          any | runtime.scanObjectsSmall | runtime.heapSetTypeNoHeader
          any | runtime.typePointers.next | runtime.newobject
          php8.2 | zend_gc_collect_cycles | zend_array_destroy
          any | caml_oldify_one | caml_alloc_string
          any | mark_slice_darken.constprop.0 | mark_as_read
          any | scavenge_block | scavenge
          any | GC_push_contents_hdr.constprop.0 | GC_malloc_kind
          any | sweepstep.constprop.0 | luaH_resize
          any | gc_sweep | gc_time
          """)
  void collectorsAreKnownByTheNamesOfTheirFunctions(String binary, String known, String like) {
    assertTrue(GarbageCollectionRule.RUNTIMES.has(known, binary), known);
    assertFalse(GarbageCollectionRule.RUNTIMES.has(like, binary), like);
  }

  /// As the kernel cuts them, after fifteen bytes.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GC Thread#0",
        "G1 Conc#0",
        "VM Thread",
        "ZWorker#0",
        "ZWorkerYoung#0",
        "Shenandoah GC T",
        ".NET Server GC",
        ".NET BGC"
      })
  void collectorsAreKnownByTheNamesOfTheirThreads(String comm) throws IOException {
    made.called(comm).user(400, 0, "?");
    Verdict.Found found = found(new GarbageCollectionRule());
    assertTrue(found.because().contains("names of threads"), found.because());
    Evidence.Note note = assertInstanceOf(Evidence.Note.class, found.evidence().getFirst());
    assertTrue(note.text().endsWith("in one thread of collectors"), note.text());
  }

  /// Frame pointers of Python's libraries are not kept: call chains end at once, or in an address
  /// that is no code.
  @Test
  void brokenChainsMakeAShareALeast() throws IOException {
    made.user(400, 0, "runtime.gcDrain", "?").user(600, 0, "main.work", "?");
    Verdict.Found broken = found(new GarbageCollectionRule());
    assertEquals(Confidence.LIKELY, broken.confidence());
    assertTrue(broken.claim().contains("40.0 %"), broken.claim());
    assertTrue(broken.because().contains("it may be more"), broken.because());
    assertTrue(broken.evidence().stream().noneMatch(e -> e instanceof Evidence.Frames));
    made.user(9000, 0, "runtime.gcDrain", "runtime.goexit");
    Verdict.Found whole = found(new GarbageCollectionRule());
    assertEquals(Confidence.CERTAIN, whole.confidence());
    assertTrue(whole.evidence().stream().anyMatch(e -> e instanceof Evidence.Frames));
  }

  /// A stripped program may be one in Go, or have any collector in it.
  @Test
  void aCollectorWithoutNamesIsNeverFine() throws IOException {
    made.user(500, 0, "?").user(500, 0, "main");
    assertTrue(missing(new GarbageCollectionRule()).contains("without names"));
  }

  @Test
  void fewSamplesAndNamelessFunctionsAreNeverFine() throws IOException {
    made.user(50, 0, "main");
    assertEquals("only 50 samples are outside of the idle loop", missing(new AllocatorRule()));
    made.user(50, 0, "?");
    assertTrue(missing(new AllocatorRule()).contains("without names"));
    Verdict.Found jit = found(new JitCodeRule());
    assertTrue(jit.claim().contains("50.0 %"), jit.claim());
  }

  @Test
  void aChainWithoutTheBeginningOfItsThreadIsBroken() throws IOException {
    made.user(300, 0, "work", "main").user(100, 0, "work");
    assertEquals(new Verdict.Clear(), verdict(new BrokenStacksRule()));
    made.user(300, 0, "work");
    assertTrue(found(new BrokenStacksRule()).claim().contains("57.1 %"));
  }

  @Test
  void lossesAndPausesAreCounted() throws IOException {
    made.user(900, 0, "main");
    assertEquals(new Verdict.Clear(), verdict(new LostSamplesRule()));
    assertEquals(new Verdict.Clear(), verdict(new ThrottledRule()));
    made.record(RecordType.LOST, 1, 60)
        .record(RecordType.LOST_SAMPLES, 40)
        .record(RecordType.THROTTLE, 5, 1, 1);
    assertTrue(found(new LostSamplesRule()).claim().startsWith("100 records were lost"));
    assertTrue(found(new ThrottledRule()).claim().contains("1 time,"));
  }

  @Test
  void oneHotFunctionStandsUnderTheWorkThatItBelongsTo() throws IOException {
    made.user(500, 0, "malloc", "main").user(500, 0, "a", "main");
    Report report =
        made.read(p -> ProfileFindings.of(ProfileFacts.of(p, SampleFilter.ALL).orElseThrow()));
    assertEquals("work.allocator", report.findings().getFirst().rule().id());
    assertEquals(1, report.findings().getFirst().explains().size());
    assertEquals(ProfileFindings.rules().size(), report.answers().size());
    assertTrue(
        report.answers().stream().noneMatch(a -> a.verdict() instanceof Verdict.Failed),
        "no rule breaks off");
    assertTrue(
        report.unseen().stream().anyMatch(l -> l.startsWith("Uneven CPUs: not looked for: only")),
        report.unseen().toString());
  }

  @Test
  void aProfileWithoutSamplesHasNoFacts() throws IOException {
    assertTrue(made.read(p -> ProfileFacts.of(p, SampleFilter.ALL)).isEmpty());
  }

  @Test
  void intervalsAreWilsons() {
    // Published examples: Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263, 15 of
    // 148, 0 of 20.
    assertEquals("30.8 % (25.5 to 36.6)", new Share(81, 263).toString());
    assertEquals("10.1 % (6.2 to 16.0)", new Share(15, 148).toString());
    assertEquals("0.0 % (0.0 to 16.1)", new Share(0, 20).toString());
  }
}
