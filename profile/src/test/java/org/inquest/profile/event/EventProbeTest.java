package org.inquest.profile.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.profile.system.Errno;
import org.inquest.profile.system.EventAttr;
import org.inquest.profile.system.ScriptedPerfSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventProbeTest {
  @TempDir Path root;

  private static EventProbe.Support support(ScriptedPerfSystem.Answer answer) {
    ScriptedPerfSystem system = new ScriptedPerfSystem(answer);
    EventSpec cycles =
        EventSpec.of("cycles", EventKind.HARDWARE, EventAttr.counting(EventAttr.HARDWARE, 0));
    EventProbe.Support out = new EventProbe(system).support(cycles);
    assertEquals(0, system.stillOpen(), "each is closed again");
    return out;
  }

  @Test
  void whatWorks() {
    assertEquals(new EventProbe.Works(true, false), support((attr, pid, cpu) -> 0));
    assertEquals(
        new EventProbe.Works(false, false),
        support((attr, pid, cpu) -> attr.period() == 0 ? 0 : Errno.EOPNOTSUPP.result()));
  }

  @Test
  void theKernelsSideMayBeHidden() {
    assertEquals(
        new EventProbe.Works(true, true),
        support((a, pid, cpu) -> a.has(AttrFlag.EXCLUDE_KERNEL) ? 0 : Errno.EACCES.result()));
  }

  @Test
  void whatIsMissingIsToldToWhoMaySeeLittle() {
    assertEquals(
        new EventProbe.Fails("not on this CPU", Errno.ENOENT),
        support((a, pid, cpu) ->
            a.has(AttrFlag.EXCLUDE_KERNEL) ? Errno.ENOENT.result() : Errno.EACCES.result()));
  }

  @Test
  void countersOutsideOfCores() {
    assertEquals(
        new EventProbe.WorksForCpu(false),
        support((a, pid, cpu) -> pid == -1 && a.period() == 0 ? 0 : Errno.EINVAL.result()));
  }

  @Test
  void whatDoesNotWorkSaysWhy() {
    assertEquals(
        new EventProbe.Fails("not on this CPU", Errno.ENOENT),
        support((attr, pid, cpu) -> Errno.ENOENT.result()));
    assertEquals(
        new EventProbe.Fails("not permitted", Errno.EPERM),
        support((attr, pid, cpu) -> Errno.EPERM.result()));
  }

  @Test
  void aTimerWhereThereAreNoCycles() {
    SystemTree tree = new SystemTree(root);
    DefaultEvent usual = DefaultEvent.choose(tree, new ScriptedPerfSystem((a, pid, cpu) -> 0));
    assertEquals("cycles", usual.event().name());
    assertEquals(Optional.empty(), usual.why());
    DefaultEvent guest =
        DefaultEvent.choose(
            tree,
            new ScriptedPerfSystem(
                (a, pid, cpu) -> a.type() == EventAttr.HARDWARE ? Errno.ENOENT.result() : 0));
    assertEquals("cpu-clock", guest.event().name());
    assertTrue(guest.why().orElse("").contains("timer"));
  }

  /// Only counted, never sampled: some guests count cycles and have no interrupt for them.
  @Test
  void aCounterThatCannotSampleIsNoDefault() {
    ScriptedPerfSystem system =
        new ScriptedPerfSystem((a, pid, cpu) ->
            a.type() == EventAttr.HARDWARE && a.period() != 0 ? Errno.EOPNOTSUPP.result() : 0);
    assertEquals("cpu-clock", DefaultEvent.choose(new SystemTree(root), system).event().name());
  }

  @Test
  void refusalsNameTheirRemedy() {
    FakeMachine machine =
        new FakeMachine(root)
            .file("/proc/sys/kernel/perf_event_paranoid", "3")
            .file("/proc/self/status", "CapEff:\t0000000000000000\nSeccomp:\t0");
    Refusal plain = new Refusal(machine.tree());
    for (String[] row :
        List.of(
            new String[] {"13", "perf_event_paranoid is 3", "sysctl kernel.perf_event_paranoid=0"},
            new String[] {"2", "can't count cycles", "cpu-clock"},
            new String[] {"3", "no all CPUs", "has ended"},
            new String[] {"16", "EBUSY", "nmi_watchdog"},
            new String[] {"24", "too many open files", "ulimit"},
            new String[] {"38", "no perf_event_open", "dmesg"})) {
      String told =
          plain.of(new Errno(Integer.parseInt(row[0])), "cycles", "all CPUs").getMessage();
      assertTrue(told.contains(row[1]) && told.contains(row[2]), told);
    }
  }

  @Test
  void aContainersFilterIsToldFromAMissingPrivilege() {
    SystemTree tree =
        new FakeMachine(root)
            .file("/proc/self/status", "CapEff:\t000001ffffffffff\nSeccomp:\t2")
            .tree();
    String told = new Refusal(tree).of(Errno.EPERM, "cycles", "all CPUs").getMessage();
    assertTrue(told.contains("seccomp"), told);
  }
}
