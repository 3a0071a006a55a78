package org.inquest.diagnose.wait;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.wait.RootBlocker.Activity;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Stack;
import org.inquest.kernel.block.Disk;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.TaskState;
import org.inquest.kernel.task.Tasks;
import org.inquest.kernel.wait.Access;
import org.inquest.kernel.wait.WaitKind;
import org.inquest.kernel.wait.Waiting.How;
import org.inquest.kernel.workqueue.Worker;

/// A wait graph described in words, without a dump behind it.
public final class FakeWaits implements WaitGraph {
  private final Map<Long, Wait> waits = new LinkedHashMap<>();
  private final List<RootBlocker> roots = new ArrayList<>();
  private final Map<Long, Double> ages = new HashMap<>();
  private Optional<Disk> disk = Optional.empty();

  /// Nobody waits yet.
  public FakeWaits() {}

  /// A process.
  public static Party process(int pid, String comm) {
    return party(pid, comm, TaskState.UNINTERRUPTIBLE, 0);
  }

  /// A process whose state the dump lacks.
  public static Party unread(int pid, String comm) {
    return party(pid, comm, TaskState.OTHER, 0);
  }

  /// A process whose sleep a signal ends.
  public static Party idler(int pid, String comm) {
    return party(pid, comm, TaskState.INTERRUPTIBLE, 0);
  }

  /// A kernel thread.
  public static Party kernelThread(int pid, String comm) {
    return party(pid, comm, TaskState.UNINTERRUPTIBLE, 0x20_0000);
  }

  private static Party party(int pid, String comm, TaskState state, long flags) {
    return Party.of(
        new Task(
            new KObject(null, null, 0xffff_8880_0000_0000L + pid * 0x1000L),
            pid,
            pid,
            comm,
            state,
            0,
            flags,
            0,
            false,
            0,
            120,
            0,
            flags == 0 ? 1 : 0,
            0,
            0));
  }

  /// Somebody who has a thing.
  public static Holder holder(Party party, Confidence sure) {
    return new Holder(party, Access.PLAIN, sure, List.of("the owner field names it"), "");
  }

  /// Somebody waits for a thing, in a function called `ask_for_it`.
  public FakeWaits waits(
      Party party, WaitKind kind, long thing, double seconds, Holder... holders) {
    waits.put(
        party.address(),
        new Wait(
            party,
            new Thing(kind, thing, "", disk),
            Access.PLAIN,
            How.QUEUE,
            0,
            -1,
            false,
            "ask_for_it",
            OptionalDouble.of(seconds),
            List.of(holders),
            Optional.empty()));
    return this;
  }

  /// Somebody burns its CPU for a spinlock; how long is not known.
  public FakeWaits spins(Party party, long lock, Holder holder) {
    waits(party, WaitKind.SPINLOCK, lock, 0, holder);
    waits.computeIfPresent(
        party.address(),
        (_, wait) ->
            new Wait(
                party,
                wait.thing(),
                wait.access(),
                How.REGISTERS,
                0,
                wait.frame(),
                true,
                wait.function(),
                OptionalDouble.empty(),
                wait.holders(),
                wait.ahead()));
    return this;
  }

  /// Somebody waits for a block of a disk.
  public FakeWaits waits(Party party, Disk from, long thing, double seconds) {
    disk = Optional.of(from);
    waits(party, WaitKind.BIT, thing, seconds);
    disk = Optional.empty();
    return this;
  }

  /// All who wait for what a holder has wait for nothing but it.
  public FakeWaits endsAt(Holder holder, Activity activity, String details) {
    List<Wait> behind = new Followers(waits).of(List.of(holder.party().address()));
    roots.add(
        new RootBlocker(
            holder,
            behind.getFirst().thing(),
            activity,
            details,
            of(holder.party().address()),
            0,
            Optional.empty(),
            behind));
    return this;
  }

  /// A crash of which nothing else is known.
  public CrashFacts facts() {
    return new CrashFacts() {
      @Override
      public Optional<WaitGraph> waits() {
        return Optional.of(FakeWaits.this);
      }

      @Override
      public Optional<Target> target() {
        return Optional.empty();
      }

      @Override
      public Optional<Tasks> tasks() {
        return Optional.empty();
      }

      @Override
      public Optional<TaskStacks> stacks() {
        return Optional.empty();
      }

      @Override
      public List<String> gaps() {
        return List.of();
      }
    };
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
    return new Cycles(waits).all();
  }

  @Override
  public List<Wait> behind(List<Wait> ahead) {
    return new Followers(waits).of(ahead.stream().map(w -> w.party().address()).toList());
  }

  @Override
  public List<RootBlocker> roots() {
    return roots;
  }

  /// A task's age is not known unless told.
  public FakeWaits age(Party party, double seconds) {
    ages.put(party.address(), seconds);
    return this;
  }

  @Override
  public OptionalDouble age(Task task) {
    Double age = ages.get(task.address());
    return age == null ? OptionalDouble.empty() : OptionalDouble.of(age);
  }

  @Override
  public Optional<Worker> workerFor(Thing thing) {
    return Optional.empty();
  }

  @Override
  public Places places() {
    return new Places(null);
  }

  @Override
  public Stack stackOf(Task task) {
    return new Stack(List.of(), Stack.End.LOST, "");
  }

  @Override
  public Optional<Target> target() {
    return Optional.empty();
  }
}
