package org.inquest.diagnose.wait;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Stack;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.Tasks;
import org.inquest.kernel.workqueue.Worker;

/// Who waits for whom.
///
/// Its nodes are tasks. From a task that waits for a lock an edge leads to each holder of the lock;
/// from a reader that waits behind a writer, although the lock is only held for reading, to that
/// writer. Where edges come back the tasks are deadlocked ([#cycles]); all other paths end at
/// somebody who holds something and does not wait for a lock ([#roots]).
public interface WaitGraph {

  /// Looks at all tasks of a dump.
  ///
  /// @throws org.inquest.formats.fault.InquestException where the kernel's types are missing
  static WaitGraph of(Target target, Tasks tasks, TaskStacks stacks) {
    return new DumpWaits(target, tasks, stacks);
  }

  /// Every wait, by PID; those of lost tasks last.
  Collection<Wait> waits();

  /// What a task waits for.
  ///
  /// @param address of its `struct task_struct`
  Optional<Wait> of(long address);

  /// The waits on the way from one, each the next one's reason, until somebody who does not wait,
  /// or until a task comes again. Follows the first firm holder where there are several.
  default List<Wait> chain(Wait start) {
    List<Wait> chain = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    Optional<Wait> at = Optional.of(start);
    while (at.isPresent() && seen.add(at.get().party().address())) {
      chain.add(at.get());
      List<Long> next = Cycles.next(at.get());
      at = next.isEmpty() ? Optional.empty() : of(next.getFirst());
    }
    return chain;
  }

  /// The deadlocks: in each, every task waits for the next one and the last for the first. A task
  /// that waits for itself is a cycle of one.
  List<List<Wait>> cycles();

  /// Those who wait for any of these tasks, directly or through others, nearest first; the tasks
  /// themselves are not among them.
  List<Wait> behind(List<Wait> ahead);

  /// Tasks that others wait for and that are in no deadlock and behind none: those who have most
  /// behind them first.
  List<RootBlocker> roots();

  /// Seconds since a task was created; empty where that is not known.
  OptionalDouble age(Task task);

  /// Who does the work whose end a thing is; empty for all other things.
  Optional<Worker> workerFor(Thing thing);

  /// Words for places on stacks.
  Places places();

  /// A task's stack; without frames where it is not known.
  Stack stackOf(Task task);

  /// Where a task is in its own program, in one line; empty where the dump does not tell.
  default Optional<FrameLine> programOf(Task task) {
    return Optional.empty();
  }

  /// The dump, to look at the things themselves; empty where there is none.
  Optional<Target> target();
}
