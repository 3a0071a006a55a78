package org.inquest.profile.stat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.profile.event.EventParser;
import org.inquest.profile.event.EventSpec;
import org.inquest.profile.event.FakeMachine;
import org.inquest.profile.event.SystemTree;
import org.inquest.profile.record.Observed;
import org.inquest.profile.record.Scope;
import org.inquest.profile.system.Errno;
import org.inquest.profile.system.EventAttr;
import org.inquest.profile.system.PerfSystem;
import org.inquest.profile.system.ScriptedPerfSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CountingTest {
  @TempDir Path root;

  private SystemTree tree() {
    return new FakeMachine(root)
        .cpu()
        .file("/sys/devices/system/cpu/online", "0-1")
        .file("/sys/bus/event_source/devices/uncore/type", "20")
        .file("/sys/bus/event_source/devices/uncore/cpumask", "1")
        .file("/sys/bus/event_source/devices/uncore/format/event", "config:0-7")
        .tree();
  }

  private Counting open(ScriptedPerfSystem system, Scope scope, String events) {
    return Counting.open(
        system,
        tree(),
        EventParser.parse(tree(), List.of(events)),
        scope,
        new Observed(List.of(7), 0));
  }

  @Test
  void countsInTurnsAreScaled() {
    ScriptedPerfSystem system = new ScriptedPerfSystem((attr, pid, cpu) -> 0);
    system.counters.put(0, new long[] {500, 1000, 250});
    system.counters.put(1, new long[] {0, 1000, 0});
    try (Counting counting = open(system, new Scope.Processes(List.of(7)), "cycles,instructions")) {
      List<EventCount> counts = counting.read();
      assertEquals(Optional.of(2000L), counts.getFirst().scaled());
      assertEquals(0.25, counts.getFirst().share());
      assertEquals(Optional.empty(), counts.get(1).scaled(), "never counted is not zero");
    }
    assertEquals(0, system.stillOpen());
  }

  @Test
  void allCpusAreAddedUpAndACounterOfThePackageIsReadOnce() {
    ScriptedPerfSystem system = new ScriptedPerfSystem((attr, pid, cpu) -> 0);
    system.counters.put(0, new long[] {1, 10, 10});
    system.counters.put(1, new long[] {2, 10, 10});
    system.counters.put(2, new long[] {5, 10, 10});
    try (Counting counting = open(system, new Scope.AllCpus(), "cycles,uncore/event=3/")) {
      assertEquals(List.of(3L, 5L), counting.read().stream().map(EventCount::counted).toList());
      assertEquals(3, system.opened.size());
    }
  }

  @Test
  void aCgroupIsCountedOnEachCpu() {
    ScriptedPerfSystem system = new ScriptedPerfSystem((attr, pid, cpu) -> cpu < 0 ? -22 : 0);
    system.counters.put(0, new long[] {1, 10, 10});
    system.counters.put(1, new long[] {2, 10, 10});
    Observed folder = new Observed(List.of(9), PerfSystem.PID_CGROUP);
    List<EventSpec> events = EventParser.parse(tree(), List.of("page-faults"));
    try (Counting counting =
        Counting.open(system, tree(), events, new Scope.Cgroup("web"), folder)) {
      assertEquals(List.of(3L), counting.read().stream().map(EventCount::counted).toList());
    }
  }

  @Test
  void whatTheMachineLacksIsToldBesideTheRest() {
    ScriptedPerfSystem system =
        new ScriptedPerfSystem(
            (a, pid, cpu) -> a.type() == EventAttr.HARDWARE ? Errno.ENOENT.result() : 0);
    system.counters.put(0, new long[] {4, 10, 10});
    try (Counting counting = open(system, new Scope.Threads(List.of(7)), "cycles,page-faults")) {
      List<EventCount> counts = counting.read();
      assertEquals(Optional.of("not supported"), counts.getFirst().missing());
      assertEquals(Optional.of(4L), counts.get(1).scaled());
    }
  }

  @Test
  void withoutPrivilegeUserSpaceIsCountedAndNamedSo() {
    ScriptedPerfSystem system =
        new ScriptedPerfSystem(
            (a, pid, cpu) -> a.has(AttrFlag.EXCLUDE_KERNEL) ? 0 : Errno.EACCES.result());
    try (Counting counting = open(system, new Scope.Processes(List.of(7)), "task-clock")) {
      assertEquals("task-clock:u", counting.read().getFirst().name());
    }
    ScriptedPerfSystem closed = new ScriptedPerfSystem((a, pid, cpu) -> Errno.EACCES.result());
    Unavailable e =
        assertThrows(
            Unavailable.class, () -> open(closed, new Scope.Processes(List.of(7)), "task-clock"));
    assertTrue(e.getMessage().contains("no permission"), e.getMessage());
  }

  /// A group's first is stopped or starts on exec; its members follow it.
  @Test
  void groupsFollowTheirFirst() {
    ScriptedPerfSystem system = new ScriptedPerfSystem((attr, pid, cpu) -> 0);
    try (Counting counting = open(system, new Scope.Command(), "{cycles,instructions}")) {
      assertTrue(system.opened.getFirst().has(AttrFlag.ENABLE_ON_EXEC));
      assertEquals(false, system.opened.get(1).has(AttrFlag.DISABLED));
      assertEquals(2, counting.read().size());
    }
  }
}
