package org.inquest.kernel.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.engine.testkit.EditedDump;
import org.inquest.engine.unwind.Stack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The sample's list of tasks, whole and broken.
class DamagedTasksTest {
  private final Target healthy = TargetOpener.open(List.of(EditedDump.sample()));
  private final Tasks whole = Tasks.read(healthy);

  @AfterEach
  void close() {
    healthy.close();
  }

  private long nextOf(Task task) {
    return task.object().member("tasks").address();
  }

  @Test
  void everyTaskHasAStackThatEnds() {
    TaskStacks stacks = new TaskStacks(healthy, whole);
    assertThat(whole.gaps()).isEmpty();
    assertThat(whole.all()).hasSizeGreaterThan(30);
    for (Task task : whole.all()) {
      Stack stack = stacks.of(task);
      assertThat(stack.complete())
          .as(task.title() + ": " + stack.end() + " " + stack.detail())
          .isTrue();
    }
  }

  @Test
  void aLoopInTheListEndsAndTheRestIsFoundByPid() {
    List<Task> leaders = whole.all().stream().filter(t -> t.leader() && !t.idle()).toList();
    Task early = leaders.get(5);
    Task late = leaders.get(leaders.size() - 5);
    EditedDump dump = EditedDump.ofSample().write(healthy, nextOf(late), nextOf(early));
    try (Target target = TargetOpener.open(dump)) {
      Tasks tasks = Tasks.read(target);
      assertThat(tasks.gaps()).anyMatch(g -> g.contains("list of processes breaks off"));
      assertThat(tasks.all()).hasSize(whole.all().size());
    }
  }

  @Test
  void aWildLinkCostsNoTask() {
    Task victim = whole.all().stream().filter(t -> t.pid() == 10).findFirst().orElseThrow();
    for (long wild : new long[] {0, 0x6b6b6b6b6b6b6b6bL, victim.address()}) {
      EditedDump dump = EditedDump.ofSample().write(healthy, nextOf(victim), wild);
      try (Target target = TargetOpener.open(dump)) {
        Tasks tasks = Tasks.read(target);
        assertThat(tasks.all()).hasSize(whole.all().size());
        assertThat(tasks.gaps()).isNotEmpty();
      }
    }
  }

  @Test
  void aTaskWhoseFirstPageIsLostKeepsItsName() {
    Task victim =
        whole.all().stream()
            .filter(t -> !t.idle() && !t.onCpu() && (t.address() & 0xfff) + 0x400 > 0x1000)
            .findFirst()
            .orElse(whole.byPid(2).orElseThrow());
    EditedDump dump = EditedDump.ofSample().hide(healthy, victim.address());
    try (Target target = TargetOpener.open(dump)) {
      Tasks tasks = Tasks.read(target);
      assertThat(tasks.all().size()).isGreaterThanOrEqualTo(whole.all().size() - 2);
    }
  }
}
