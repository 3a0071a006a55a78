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
  private final TaskStacks stacks;
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
    this.stacks = stacks;
    this.places = new Places(target);
    StackWaits finder = new StackWaits(target, tasks);
    stacks.unwindAll();
    Map<Long, Waiting> waiting = new LinkedHashMap<>();
    for (Task task : tasks.all()) {
      finder.find(task, stacks.of(task)).ifPresent(w -> waiting.put(task.address(), w));
    }
    ThingNames names = new ThingNames(target, tasks);
    LockCalls calls = new LockCalls(target);
    Holders holders =
        new Holders(
            target,
            tasks,
            new Readers(target, tasks, stacks, names, places, calls, waiting),
            new SpinHolders(target, tasks, stacks, places, calls, waiting),
            places,
            calls);
    SleepClock clock = new SleepClock(target);
    Builder builder = new Builder(tasks, names, holders, clock);
    Set<Long> queues = new HashSet<>();
    for (Waiting each : waiting.values()) {
      Optional<Queue> queue = finder.queueOf(each);
      waits.put(each.task().address(), builder.wait(each, queue));
      if (queue.isPresent() && queue.get().object() != 0 && queues.add(queue.get().object())) {
        builder.addStrangers(each, queue.get(), waiting);
      }
    }
    this.cycles = new Cycles(waits).all();
    this.followers = new Followers(waits);
    this.roots =
        new Roots(target, tasks, stacks, places, finder, clock, calls, waits, followers, cycles)
            .all();
  }

  /// Turns what was found on stacks into waits.
  private final class Builder {
    private final Tasks tasks;
    private final ThingNames names;
    private final Holders holders;
    private final SleepClock clock;

    Builder(Tasks tasks, ThingNames names, Holders holders, SleepClock clock) {
      this.tasks = tasks;
      this.names = names;
      this.holders = holders;
      this.clock = clock;
    }

    Wait wait(Waiting each, Optional<Queue> queue) {
      Stack stack = stacks.of(each.task());
      int caller = each.frame() + 1;
      String function =
          caller < stack.frames().size() ? places.function(stack.frames().get(caller)) : "";
      return wait(
          Party.of(each.task()),
          each,
          queue,
          each.spinning() ? OptionalDouble.empty() : clock.sinceRan(each.task()),
          function,
          holders.asSeenBy(each, stack, holders.of(each.kind(), each.object())));
    }

    private Wait wait(
        Party party,
        Waiting each,
        Optional<Queue> queue,
        OptionalDouble seconds,
        String function,
        List<Holder> having) {
      return new Wait(
          party,
          names.of(each.kind(), each.object()),
          each.access(),
          each.how(),
          each.waiter(),
          each.frame(),
          each.spinning(),
          function,
          seconds,
          having,
          ahead(each.kind(), each.access(), each.object(), each.waiter(), queue));
    }

    /// The writer that keeps a reader from sharing a lock with those who have it.
    private Optional<Party> ahead(
        WaitKind kind, Access access, long object, long entry, Optional<Queue> queue) {
      if (kind != WaitKind.RW_SEMAPHORE || access != Access.READ || queue.isEmpty()) {
        return Optional.empty();
      }
      boolean written = holders.of(kind, object).stream().anyMatch(h -> h.access() == Access.WRITE);
      Queue.Entry writer = written ? null : queue.get().writerAheadOf(entry);
      return writer == null
          ? Optional.empty()
          : Optional.of(new Party(writer.task(), tasks.byAddress(writer.task())));
    }

    /// Those in a queue whose own stacks did not tell: the stack or the task itself is lost.
    void addStrangers(Waiting example, Queue queue, Map<Long, Waiting> known) {
      for (Queue.Entry entry : queue.entries()) {
        if (entry.task() == 0 || known.containsKey(entry.task())) {
          continue;
        }
        Optional<Task> task = tasks.byAddress(entry.task());
        Thing thing = names.of(example.kind(), example.object());
        waits.put(
            entry.task(),
            new Wait(
                new Party(entry.task(), task),
                thing,
                entry.access(),
                Waiting.How.QUEUE,
                entry.address(),
                -1,
                false,
                "",
                task.map(clock::sinceRan).orElse(OptionalDouble.empty()),
                holders.of(example.kind(), example.object()),
                ahead(
                    example.kind(),
                    entry.access(),
                    example.object(),
                    entry.address(),
                    Optional.of(queue))));
      }
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
    return stacks.of(task);
  }

  /// The dump.
  public Target target() {
    return target;
  }
}
