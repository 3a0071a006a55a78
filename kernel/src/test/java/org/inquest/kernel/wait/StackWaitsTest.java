package org.inquest.kernel.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.formats.testkit.SharedDumps;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.Tasks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What was done to each guest is in the dumps' README.
class StackWaitsTest {
  @ParameterizedTest
  @CsvSource({
    "510-mmapsem.kdump, 91 READ; 93 WRITE; 94 WRITE; 98 READ; 102 READ",
    "61-mmapsem.kdump, 100 READ; 102 WRITE; 103 WRITE; 108 READ; 111 READ",
    "hacks-mincore.kdump, 51 READ; 53 WRITE",
  })
  void everybodyBlockedOnTheMmapLockIsFoundInItsQueue(String name, String expected) {
    Path dump = SharedDumps.dump(name);
    try (Target target = TargetOpener.open(List.of(dump))) {
      Map<Integer, Waiting> found = find(target);
      StringBuilder text = new StringBuilder();
      long lock = found.values().iterator().next().object();
      for (Map.Entry<Integer, Waiting> each : found.entrySet()) {
        text.append(text.isEmpty() ? "" : "; ").append(each.getKey()).append(' ');
        text.append(each.getValue().access());
        assertEquals(WaitKind.RW_SEMAPHORE, each.getValue().kind());
        assertEquals(Waiting.How.QUEUE, each.getValue().how());
        assertEquals(lock, each.getValue().object());
      }
      assertEquals(expected, text.toString());
    }
  }

  /// Its locks point to their first waiter instead of holding a list head, and half of the tasks
  /// are not in the dump.
  @Test
  void theQueueOfALockNamesWaitersWhoseTasksAreLost() {
    Path dump = SharedDumps.dump("72-mmapsem.kdump");
    try (Target target = TargetOpener.open(List.of(dump))) {
      Tasks tasks = Tasks.read(target);
      StackWaits waits = new StackWaits(target, tasks);
      Task reader = tasks.byPid(117).orElseThrow();
      Waiting waiting = waits.find(reader, new TaskStacks(target, tasks).of(reader)).orElseThrow();
      assertEquals(Waiting.How.QUEUE, waiting.how());
      Queue queue = waits.queueOf(waiting).orElseThrow();
      assertEquals(5, queue.entries().size());
      assertTrue(queue.complete());
      assertEquals(waiting.object(), queue.object());
    }
  }

  @Test
  void busyTasksWaitForNothing() {
    try (Target target = TargetOpener.open(List.of(SharedDumps.dump("61-rtloop.kdump")))) {
      assertEquals(Map.of(), find(target));
    }
  }

  private static Map<Integer, Waiting> find(Target target) {
    Tasks tasks = Tasks.read(target);
    TaskStacks stacks = new TaskStacks(target, tasks);
    StackWaits waits = new StackWaits(target, tasks);
    Map<Integer, Waiting> found = new TreeMap<>();
    for (Task task : tasks.all()) {
      waits.find(task, stacks.of(task)).ifPresent(w -> found.put(task.pid(), w));
    }
    return found;
  }
}
