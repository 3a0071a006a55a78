package org.inquest.kernel.mm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Registers;
import org.inquest.formats.testkit.SharedDumps;
import org.inquest.kernel.fs.FilePaths;
import org.inquest.kernel.irq.Interrupt;
import org.inquest.kernel.irq.Interrupts;
import org.inquest.kernel.list.Walk;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.Tasks;
import org.junit.jupiter.api.Test;

class ProcessMemoryTest {
  private static Target open(String name) {
    return TargetOpener.open(List.of(SharedDumps.dump(name)));
  }

  /// VSZ and RSS as crash's `ps` prints them, in kilobytes.
  private static void assertUse(Target target, Tasks tasks, int pid, long virtual, long resident) {
    Task task = tasks.byPid(pid).orElseThrow();
    MemoryUse use =
        new MemoryUse.Reader(target).of(task, tasks.threadsOf(task.tgid())).orElseThrow();
    assertThat(use.virtualPages() * 4).as(task.title()).isEqualTo(virtual);
    assertThat(use.residentPages() * 4).as(task.title()).isEqualTo(resident);
  }

  private static Optional<String> userPlace(Target target, Tasks tasks, int pid) {
    Task task = tasks.byPid(pid).orElseThrow();
    Frame user = new TaskStacks(target, tasks).of(task).frames().getLast();
    assertThat(user.registers().map(Registers::user)).contains(true);
    return new UserAddresses(target).describe(task, user.pc());
  }

  @Test
  void aMapleTreeOfAreas() {
    try (Target target = open("61-rtloop.kdump")) {
      Tasks tasks = Tasks.read(target);
      Task init = tasks.byPid(1).orElseThrow();
      Walk<MappedArea> areas = new MappedAreas(target).all(init.mm());
      assertThat(areas.complete()).isTrue();
      assertThat(areas.items()).hasSize(10);
      MappedArea text = areas.items().get(1);
      assertThat(text.start()).isEqualTo(0x401000);
      assertThat(text.end()).isEqualTo(0x585000);
      assertThat(text.permissions()).isEqualTo("r-xp");
      assertThat(new FilePaths(target).path(text.file())).contains("/bin/busybox");
      for (MappedArea area : areas.items()) {
        assertThat(new MappedAreas(target).find(init.mm(), area.start())).contains(area);
        assertThat(new MappedAreas(target).find(init.mm(), area.end() - 1)).contains(area);
      }
      assertThat(new MappedAreas(target).find(init.mm(), 0x5ec000)).isEmpty();
      assertThat(new MappedAreas(target).find(init.mm(), 0)).isEmpty();
      assertThat(new MappedAreas(target).find(init.mm(), -1)).isEmpty();
      assertThat(userPlace(target, tasks, 104)).contains("busybox+0xeda6a");
      assertThat(new UserAddresses(target).describe(init, 0x7fff9587c010L))
          .contains("[stack]+0x10");
      assertThat(new UserAddresses(target).describe(init, 0x21dc7010L)).contains("[heap]+0x10");
      assertUse(target, tasks, 1, 2260, 1676);
      assertUse(target, tasks, 101, 2260, 920);
      assertUse(target, tasks, 104, 2260, 1656);
    }
  }

  @Test
  void aRedBlackTreeOfAreas() {
    try (Target target = open("510-mmapsem.kdump")) {
      Tasks tasks = Tasks.read(target);
      Task init = tasks.byPid(1).orElseThrow();
      Walk<MappedArea> areas = new MappedAreas(target).all(init.mm());
      assertThat(areas.complete()).isTrue();
      assertThat(areas.items()).hasSize(10);
      for (MappedArea area : areas.items()) {
        assertThat(new MappedAreas(target).find(init.mm(), area.start())).contains(area);
      }
      assertThat(new MappedAreas(target).find(init.mm(), 0x5ec000)).isEmpty();
      assertThat(userPlace(target, tasks, 91)).contains("myapl+0x33d3c");
      assertUse(target, tasks, 1, 2260, 1676);
    }
  }

  /// Counters per CPU instead of per task, and many pages of the dump are missing.
  @Test
  void aNewerKernelsAreasAndCounters() {
    try (Target target = open("72-mmapsem.kdump")) {
      Tasks tasks = Tasks.read(target);
      assertThat(userPlace(target, tasks, 117)).contains("myapl+0x33d3c");
      assertUse(target, tasks, 1, 2268, 1672);
      Task lost = tasks.byPid(116).orElseThrow();
      assertThat(new UserAddresses(target).describe(lost, 0x401000)).isEmpty();
      assertThat(new MappedAreas(target).all(lost.mm()).complete()).isFalse();
    }
  }

  @Test
  void memoryOfTheMachine() {
    for (var path : SharedDumps.all()) {
      try (Target target = TargetOpener.open(List.of(path))) {
        MemoryTotals totals = MemoryTotals.read(target);
        assertThat(totals.present()).as(path.toString()).isEqualTo(81787);
        assertThat(totals.managed()).isBetween(30_000L, 50_000L);
        assertThat(totals.free()).isBetween(1000L, totals.managed());
        assertThat(totals.slab()).isBetween(1000L, 10_000L);
        assertThat(totals.file()).isBetween(1000L, 10_000L);
        assertThat(totals.shared())
            .as("the root file system is a tmpfs")
            .isBetween(100L, totals.file());
        assertThat(totals.available()).isBetween(totals.free(), totals.free() + totals.file());
      }
    }
  }

  @Test
  void interruptsInUse() {
    for (String name : List.of("510-mmapsem.kdump", "61-rtloop.kdump")) {
      try (Target target = open(name)) {
        Walk<Interrupt> interrupts = Interrupts.inUse(target);
        assertThat(interrupts.complete()).isTrue();
        assertThat(interrupts.items().getFirst().actions()).containsExactly("timer");
        assertThat(interrupts.items().getFirst().total()).isBetween(1L, 1000L);
        assertThat(interrupts.items().stream().flatMap(i -> i.actions().stream()))
            .contains("ttyS0", "acpi", "rtc0");
      }
    }
  }
}
