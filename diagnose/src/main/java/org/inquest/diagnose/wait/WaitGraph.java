package org.inquest.diagnose.wait;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Stack;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.Tasks;
import org.inquest.kernel.wait.Access;
import org.inquest.kernel.wait.Queue;
import org.inquest.kernel.wait.StackWaits;
import org.inquest.kernel.wait.WaitKind;
import org.inquest.kernel.wait.Waiting;

/// Who waits for whom.
///
/// Its nodes are tasks. From a task that waits for a lock an edge leads to each holder of the lock;
/// from a reader that waits behind a writer, although the lock is only held for reading, to that
/// writer. Where edges come back the tasks are deadlocked ([#cycles]); all other paths end at
/// somebody who holds something and does not wait for a lock ([#roots]).
public final class WaitGraph {
  private final Map<Long, Wait> waits = new LinkedHashMap<>();
  private final Target target;
  private final Roster roster;
  private final Places places;
  private final List<List<Wait>> cycles;
  private final Followers followers;
  private final List<RootBlocker> roots;

  /// Looks at all tasks.
  ///
  /// @throws org.inquest.formats.fault.InquestException where the kernel's types are missing
  public static WaitGraph of(Target target, Tasks tasks, TaskStacks stacks) {
    return new WaitGraph(target, tasks, stacks);
  }

  private WaitGraph(Target target, Tasks tasks, TaskStacks stacks) {
    this.target = target;
    this.roster = new Roster(tasks, stacks);
    this.places = new Places(target);
    StackWaits finder = new StackWaits(target, tasks);
    Map<Long, Waiting> waiting = new LinkedHashMap<>();
    roster.each(
        (task, stack) -> finder.find(task, stack).ifPresent(w -> waiting.put(task.address(), w)));
    addUnlisted(finder, waiting);
    ThingNames names = new ThingNames(target, tasks);
    LockCalls calls = new LockCalls(target);
    Holders holders =
        new Holders(
            target,
            roster,
            new Readers(target, roster, names, places, calls, waiting),
            new SpinHolders(target, roster, places, calls, waiting),
            places,
            calls);
    SleepClock clock = new SleepClock(target);
    Builder builder = new Builder(names, holders, clock);
    for (Waiting each : waiting.values()) {
      waits.put(each.task().address(), builder.wait(each, finder.queueOf(each)));
    }
    this.cycles = new Cycles(waits).all();
    this.followers = new Followers(waits);
    this.roots =
        new Roots(target, tasks, roster, places, finder, clock, calls, waits, followers, cycles)
            .all();
  }

  /// Those in a queue whose own stacks did not tell: the stack pointer or all of the task is lost.
  /// Their entries are on their stacks, so those can be found.
  private void addUnlisted(StackWaits finder, Map<Long, Waiting> waiting) {
    Set<Long> queues = new HashSet<>();
    for (Waiting each : List.copyOf(waiting.values())) {
      Optional<Queue> queue = finder.queueOf(each);
      if (queue.isEmpty() || queue.get().object() == 0 || !queues.add(queue.get().object())) {
        continue;
      }
      for (Queue.Entry entry : queue.get().entries()) {
        if (entry.task() != 0 && !waiting.containsKey(entry.task())) {
          Task task = roster.vouch(entry.task(), entry.address());
          Optional<Waiting> own =
              finder.find(task, roster.stackOf(task)).filter(w -> w.waiter() == entry.address());
          waiting.put(entry.task(), own.orElseGet(() -> inQueue(task, each, entry)));
        }
      }
    }
  }

  private static Waiting inQueue(Task task, Waiting other, Queue.Entry entry) {
    return new Waiting(
        task,
        other.kind(),
        entry.access(),
        other.object(),
        entry.address(),
        Waiting.How.QUEUE,
        -1,
        false);
  }

  /// Turns what was found on stacks into waits.
  private final class Builder {
    private final ThingNames names;
    private final Holders holders;
    private final SleepClock clock;

    Builder(ThingNames names, Holders holders, SleepClock clock) {
      this.names = names;
      this.holders = holders;
      this.clock = clock;
    }

    Wait wait(Waiting each, Optional<Queue> queue) {
      Stack stack = roster.stackOf(each.task());
      int caller = each.frame() + 1;
      String function =
          caller > 0 && caller < stack.frames().size()
              ? places.function(stack.frames().get(caller))
              : "";
      List<Holder> having = holders.of(each.kind(), each.object());
      return new Wait(
          Party.of(each.task()),
          names.of(each.kind(), each.object()),
          each.access(),
          each.how(),
          each.waiter(),
          each.frame(),
          each.spinning(),
          function,
          each.spinning() ? OptionalDouble.empty() : clock.sinceRan(each.task()),
          holders.asSeenBy(each, stack, having),
          ahead(each, having, queue));
    }

    /// The writer that keeps a reader from sharing a lock with those who have it.
    private Optional<Party> ahead(Waiting each, List<Holder> having, Optional<Queue> queue) {
      if (each.kind() != WaitKind.RW_SEMAPHORE || each.access() != Access.READ || queue.isEmpty()) {
        return Optional.empty();
      }
      for (Holder holder : having) {
        if (holder.access() == Access.WRITE) {
          return Optional.empty();
        }
      }
      Queue.Entry writer = queue.get().writerAheadOf(each.waiter());
      return writer == null ? Optional.empty() : Optional.of(roster.party(writer.task()));
    }
  }

  /// Every wait, by PID; those of lost tasks last.
  public Collection<Wait> waits() {
    return waits.values();
  }

  /// What a task waits for.
  ///
  /// @param address of its `struct task_struct`
  public Optional<Wait> of(long address) {
    return Optional.ofNullable(waits.get(address));
  }

  /// All who wait for one thing, in no order.
  public List<Wait> waitersFor(Thing thing) {
    List<Wait> found = new ArrayList<>();
    for (Wait wait : waits.values()) {
      if (thing.address() != 0
          && wait.thing().address() == thing.address()
          && wait.thing().kind() == thing.kind()) {
        found.add(wait);
      }
    }
    return found;
  }

  /// The waits on the way from one, each the next one's reason, until somebody who does not wait,
  /// or until a task comes again. Follows the first firm holder where there are several.
  public List<Wait> chain(Wait start) {
    List<Wait> chain = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    Wait at = start;
    while (at != null && seen.add(at.party().address())) {
      chain.add(at);
      List<Long> next = Cycles.next(at);
      at = next.isEmpty() ? null : waits.get(next.getFirst());
    }
    return chain;
  }

  /// The deadlocks: in each, every task waits for the next one and the last for the first. A task
  /// that waits for itself is a cycle of one.
  public List<List<Wait>> cycles() {
    return cycles;
  }

  /// Those who wait for any of these tasks, directly or through others, nearest first; the tasks
  /// themselves are not among them.
  public List<Wait> behind(List<Wait> ahead) {
    return followers.of(ahead.stream().map(w -> w.party().address()).toList());
  }

  /// Tasks that others wait for and that are in no deadlock and behind none: those who have most
  /// behind them first.
  public List<RootBlocker> roots() {
    return roots;
  }

  /// Words for places on stacks.
  public Places places() {
    return places;
  }

  /// A task's stack.
  public Stack stackOf(Task task) {
    return roster.stackOf(task);
  }

  /// The dump.
  public Target target() {
    return target;
  }
}
