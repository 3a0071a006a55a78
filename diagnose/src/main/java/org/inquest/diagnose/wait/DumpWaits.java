package org.inquest.diagnose.wait;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.inquest.diagnose.verdict.FrameLine;
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
import org.inquest.kernel.workqueue.Worker;
import org.inquest.kernel.workqueue.Workers;

/// Who waits for whom in a dump.
final class DumpWaits implements WaitGraph {
  private final Map<Long, Wait> waits = new LinkedHashMap<>();
  private final Target target;
  private final Roster roster;
  private final Places places;
  private final ProgramLines programs;
  private final Workers workers;
  private final SleepClock clock;
  private final List<List<Wait>> cycles;
  private final Followers followers;
  private final List<RootBlocker> roots;

  DumpWaits(Target target, Tasks tasks, TaskStacks stacks) {
    this.target = target;
    this.roster = new Roster(tasks, stacks);
    this.places = new Places(target);
    this.programs = new ProgramLines(target);
    StackWaits finder = new StackWaits(target, tasks);
    Map<Long, Waiting> waiting = new LinkedHashMap<>();
    roster.each(
        (task, stack) -> finder.find(task, stack).ifPresent(w -> waiting.put(task.address(), w)));
    addUnlisted(finder, waiting);
    this.workers = new Workers(target, tasks);
    ThingNames names = new ThingNames(target, tasks, places, workers);
    LockCalls calls = new LockCalls(target);
    Holders holders =
        new Holders(
            target,
            roster,
            new Readers(target, roster, names, places, calls, waiting),
            new SpinHolders(target, roster, places, calls, waiting),
            places,
            calls,
            workers);
    this.clock = new SleepClock(target);
    Builder builder = new Builder(names, holders);
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

    Builder(ThingNames names, Holders holders) {
      this.names = names;
      this.holders = holders;
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

  @Override
  public Collection<Wait> waits() {
    return waits.values();
  }

  @Override
  public Optional<Wait> of(long address) {
    return Optional.ofNullable(waits.get(address));
  }

  @Override
  public List<List<Wait>> cycles() {
    return cycles;
  }

  @Override
  public List<Wait> behind(List<Wait> ahead) {
    return followers.of(ahead.stream().map(w -> w.party().address()).toList());
  }

  @Override
  public List<RootBlocker> roots() {
    return roots;
  }

  @Override
  public OptionalDouble age(Task task) {
    return clock.age(task);
  }

  @Override
  public Optional<FrameLine> programOf(Task task) {
    return programs.of(task, stackOf(task));
  }

  @Override
  public Places places() {
    return places;
  }

  @Override
  public Optional<Worker> workerFor(Thing thing) {
    return thing.kind() == WaitKind.COMPLETION
        ? workers.busyBefore(thing.address())
        : Optional.empty();
  }

  @Override
  public Stack stackOf(Task task) {
    return roster.stackOf(task);
  }

  @Override
  public Optional<Target> target() {
    return Optional.of(target);
  }
}
