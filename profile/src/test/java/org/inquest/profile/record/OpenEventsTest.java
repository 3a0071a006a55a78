package org.inquest.profile.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.formats.perf.ReadFormat;
import org.inquest.formats.perf.SampleType;
import org.inquest.profile.event.EventParser;
import org.inquest.profile.event.FakeMachine;
import org.inquest.profile.event.SystemTree;
import org.inquest.profile.system.Errno;
import org.inquest.profile.system.EventAttr;
import org.inquest.profile.system.ScriptedPerfSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenEventsTest {
  @TempDir Path root;
  private SystemTree tree;

  @BeforeEach
  void machine() {
    tree =
        new FakeMachine(root)
            .file("/sys/devices/system/cpu/online", "0-1,4")
            .file("/proc/sys/kernel/perf_event_max_sample_rate", "1000")
            .tracepoint("sched", "sched_switch", 314)
            .tree();
  }

  /// A kernel whose rings are ordinary memory.
  private static final class Kernel extends ScriptedPerfSystem {
    private final Arena arena = Arena.ofAuto();
    long pagesAllowed = Long.MAX_VALUE;

    Kernel(Answer answer) {
      super(answer);
    }

    @Override
    public long map(int descriptor, long bytes) {
      return bytes / 4096 - 1 > pagesAllowed
          ? Errno.EPERM.result()
          : arena.allocate(bytes, 4096).address();
    }
  }

  private RecordOptions options(Scope scope, CallChains chains, String... events) {
    return new RecordOptions(
        scope,
        List.of(),
        EventParser.parse(tree, List.of(events)),
        RecordOptions.Rate.USUAL,
        chains,
        0,
        root.resolve("perf.data"),
        List.of("inquest"));
  }

  private OpenEvents open(ScriptedPerfSystem system, RecordOptions options, Integer... numbers) {
    return OpenEvents.open(system, tree, options, new Observed(List.of(numbers), 0));
  }

  private RecordOptions all(String... events) {
    return options(new Scope.AllCpus(), new CallChains.None(), events);
  }

  @Test
  void eachCpuHasOneRingForAllEvents() {
    Kernel kernel = new Kernel((attr, pid, cpu) -> 0);
    try (OpenEvents events = open(kernel, all("cpu-clock", "page-faults"), -1)) {
      assertEquals(3, events.rings().size());
      assertEquals(2, events.events().size());
      assertEquals(3, events.events().getFirst().ids().size());
      EventAttr first = events.events().getFirst().attr();
      assertTrue(first.has(AttrFlag.MMAP2) && first.has(AttrFlag.BUILD_ID));
      assertFalse(events.events().get(1).attr().has(AttrFlag.MMAP2), "one tells of processes");
      assertEquals(1000, first.period());
      assertTrue(events.notes().getFirst().contains("1000 samples a second"));
    }
    assertEquals(0, kernel.stillOpen());
  }

  private static final long READ = SampleType.READ;

  @Test
  void aGroupsEventsFollowTheFirstOneOnEachCpu() {
    Kernel kernel = new Kernel((attr, pid, cpu) -> 0);
    try (OpenEvents events = open(kernel, all("{cpu-clock,page-faults},task-clock"), -1)) {
      // An attempt, then CPUs 0, 1 and 4, of each.
      assertEquals(List.of(-1, -1, -1, -1, -1, 101, 102, 103, -1, -1, -1, -1), kernel.groups);
      EventAttr first = events.events().getFirst().attr();
      EventAttr second = events.events().get(1).attr();
      assertTrue(first.has(AttrFlag.DISABLED));
      assertFalse(second.has(AttrFlag.DISABLED), "it runs when the first one does");
      assertEquals(1000, second.period(), "it is sampled itself");
      assertEquals(List.of(1, 1, 0), events.events().stream().map(DataFile.Event::group).toList());
    }
    assertEquals(0, kernel.stillOpen());
  }

  @Test
  void aLeaderIsSampledForAll() {
    Kernel kernel = new Kernel((attr, pid, cpu) -> 0);
    try (OpenEvents events = open(kernel, all("{cpu-clock,page-faults}:S"), -1)) {
      EventAttr first = events.events().getFirst().attr();
      EventAttr second = events.events().get(1).attr();
      assertTrue((first.sampleType() & READ) != 0);
      assertEquals(ReadFormat.GROUP | ReadFormat.ID, first.readFormat());
      assertEquals(first.sampleType(), second.sampleType());
      assertEquals(first.readFormat(), second.readFormat());
      assertTrue(first.has(AttrFlag.FREQ));
      assertFalse(second.has(AttrFlag.FREQ));
      assertEquals(0, second.period());
      assertFalse(first.has(AttrFlag.INHERIT), "on a CPU there is nothing to inherit");
    }
  }

  @Test
  void whatATaskStartsIsReadToo() {
    RecordOptions options =
        options(new Scope.Command(), new CallChains.None(), "{cpu-clock,page-faults}:S");
    try (OpenEvents events = open(new Kernel((attr, pid, cpu) -> 0), options, 42)) {
      assertTrue(events.events().stream().allMatch(e -> e.attr().has(AttrFlag.INHERIT)));
      assertFalse(events.events().get(1).attr().has(AttrFlag.ENABLE_ON_EXEC));
      assertEquals(1, events.notes().size(), events.notes().toString());
    }
    Kernel before613 =
        new Kernel((attr, pid, cpu) ->
            attr.has(AttrFlag.INHERIT) && (attr.sampleType() & READ) != 0
                ? Errno.EINVAL.result()
                : 0);
    try (OpenEvents events = open(before613, options, 42)) {
      assertTrue(events.events().stream().noneMatch(e -> e.attr().has(AttrFlag.INHERIT)));
      assertTrue(events.events().getFirst().attr().has(AttrFlag.BUILD_ID));
      assertTrue(events.notes().getLast().contains("-a sees all"), events.notes().toString());
      assertEquals(2, events.notes().size(), events.notes().toString());
    }
  }

  /// Alone it works, beside the first one it doesn't.
  private static final class NoRoom implements ScriptedPerfSystem.Answer {
    @Override
    public int open(EventAttr attr, int pid, int cpu) {
      return pid == 5 && cpu == 1 ? Errno.ESRCH.result() : 0;
    }

    @Override
    public int join(EventAttr attr, int pid, int cpu) {
      return attr.config() == 2 ? Errno.EINVAL.result() : 0;
    }
  }

  @Test
  void whatDoesNotFitIntoAGroupIsNamed() {
    Kernel kernel = new Kernel(new NoRoom());
    InquestException e =
        assertThrows(Unavailable.class, () -> open(kernel, all("{cpu-clock,page-faults}"), -1));
    assertTrue(
        e.getMessage().contains("page-faults can't be counted in one group with cpu-clock"),
        e.getMessage());
    assertEquals(0, kernel.stillOpen());
    RecordOptions some =
        options(new Scope.Threads(List.of(5, 6)), new CallChains.None(), "{cpu-clock,task-clock}");
    try (OpenEvents events = open(kernel, some, 5, 6)) {
      assertEquals(5, events.events().getFirst().ids().size());
      assertEquals(5, events.events().get(1).ids().size(), "only where the first one is");
    }
  }

  @Test
  void aTracepointIsSampledEachTimeAndWithItsFields() {
    Kernel kernel = new Kernel((attr, pid, cpu) -> 0);
    try (OpenEvents events = open(kernel, all("sched:sched_switch"), -1)) {
      EventAttr attr = events.events().getFirst().attr();
      assertEquals(1, attr.period());
      assertFalse(attr.has(AttrFlag.FREQ));
      assertTrue((attr.sampleType() & SampleType.RAW) != 0);
    }
  }

  @Test
  void olderKernelsAreAskedForLess() {
    Kernel kernel =
        new Kernel((attr, pid, cpu) ->
            attr.has(AttrFlag.BUILD_ID) || attr.has(AttrFlag.CGROUP) ? Errno.EINVAL.result() : 0);
    try (OpenEvents events = open(kernel, all("cpu-clock"), -1)) {
      EventAttr attr = events.events().getFirst().attr();
      assertTrue(attr.has(AttrFlag.NAMESPACES));
      assertEquals(0, attr.sampleType() & SampleType.CGROUP);
      assertEquals(3, events.notes().size(), events.notes().toString());
    }
  }

  @Test
  void withoutPrivilegeUserSpaceRemains() {
    Kernel kernel =
        new Kernel((attr, p, cpu) ->
            attr.has(AttrFlag.EXCLUDE_KERNEL) && !attr.has(AttrFlag.NAMESPACES)
                ? 0
                : Errno.EACCES.result());
    RecordOptions options = options(new Scope.Command(), new CallChains.None(), "cpu-clock");
    try (OpenEvents events = open(kernel, options, 42)) {
      assertEquals("cpu-clock:u", events.events().getFirst().name());
      assertTrue(events.events().getFirst().attr().has(AttrFlag.ENABLE_ON_EXEC));
      assertTrue(events.notes().getLast().contains("only user space"));
    }
  }

  @Test
  void threadsThatEndMeanwhileAreLeftOut() {
    Kernel kernel = new Kernel((attr, pid, cpu) -> pid == 5 ? Errno.ESRCH.result() : 0);
    RecordOptions options =
        options(new Scope.Processes(List.of(5)), new CallChains.None(), "cpu-clock");
    try (OpenEvents events = open(kernel, options, 5, 6)) {
      assertEquals(3, events.events().getFirst().ids().size());
    }
    InquestException gone = assertThrows(Unavailable.class, () -> open(kernel, options, 5));
    assertTrue(gone.getMessage().contains("no process 5"), gone.getMessage());
    assertEquals(0, kernel.stillOpen());
  }

  @Test
  void tooManyFilesIsToldAndEverythingClosed() {
    Kernel kernel = new Kernel((attr, pid, cpu) -> pid == 9 ? Errno.EMFILE.result() : 0);
    RecordOptions options =
        options(new Scope.Threads(List.of(8, 9)), new CallChains.None(), "cpu-clock");
    InquestException e = assertThrows(Unavailable.class, () -> open(kernel, options, 8, 9));
    assertTrue(e.getMessage().contains("too many open files"), e.getMessage());
    assertEquals(0, kernel.stillOpen());
  }

  @Test
  void aRingIsAsLargeAsIsAllowed() {
    Kernel kernel = new Kernel((attr, pid, cpu) -> 0);
    kernel.pagesAllowed = 128;
    try (OpenEvents events = open(kernel, all("cpu-clock"), -1)) {
      assertEquals(3, events.rings().size());
    }
    kernel.pagesAllowed = 0;
    InquestException e = assertThrows(Unavailable.class, () -> open(kernel, all("cpu-clock"), -1));
    assertTrue(e.getMessage().contains("perf_event_mlock_kb"), e.getMessage());
  }
}
