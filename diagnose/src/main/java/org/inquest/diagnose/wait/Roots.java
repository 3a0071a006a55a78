package org.inquest.diagnose.wait;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.inquest.diagnose.wait.RootBlocker.Activity;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Stack;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskState;
import org.inquest.kernel.task.Tasks;
import org.inquest.kernel.wait.Access;
import org.inquest.kernel.wait.StackWaits;
import org.inquest.kernel.wait.WaitKind;
import org.jspecify.annotations.Nullable;

/// Finds where chains of waiting tasks end, and says what is going on there.
final class Roots {
  private static final int EXIT_DEAD_OR_ZOMBIE = 0x30;

  /// Clocks of different CPUs, and times since boot by different clocks, agree to within this;
  /// seconds.
  private static final double CLOCK_ERROR = 0.1;

  private static final String LEFT_LOCKED =
      "; no function on its stack took such a lock, so it was left locked by an earlier call of this"
          + " task, or by one that has exited and whose task_struct it was given";

  private final Target target;
  private final Tasks tasks;
  private final Roster roster;
  private final Places places;
  private final StackWaits finder;
  private final SleepClock clock;
  private final LockCalls calls;
  private final Followers followers;
  private final Map<Long, Wait> waits;
  private final Set<Long> deadlocked = new HashSet<>();

  private record State(Activity activity, String details) {}

  Roots(
      Target target,
      Tasks tasks,
      Roster roster,
      Places places,
      StackWaits finder,
      SleepClock clock,
      LockCalls calls,
      Map<Long, Wait> waits,
      Followers followers,
      List<List<Wait>> cycles) {
    this.target = target;
    this.tasks = tasks;
    this.roster = roster;
    this.places = places;
    this.finder = finder;
    this.clock = clock;
    this.calls = calls;
    this.followers = followers;
    this.waits = waits;
    for (List<Wait> cycle : cycles) {
      for (Wait wait : cycle) {
        deadlocked.add(wait.party().address());
      }
    }
  }

  /// All ends, those with most tasks behind them first.
  List<RootBlocker> all() {
    List<RootBlocker> roots = new ArrayList<>();
    Map<Long, Wait> first = new LinkedHashMap<>();
    for (Wait wait : waits.values()) {
      for (Holder holder : wait.holders()) {
        long address = holder.party().address();
        Wait own = waits.get(address);
        if (!deadlocked.contains(address) && (own == null || !own.blocked())) {
          if (first.putIfAbsent(address, wait) == null) {
            State state = state(holder, wait, Optional.ofNullable(own));
            roots.add(
                new RootBlocker(
                    holder,
                    wait.thing(),
                    state.activity,
                    state.details,
                    Optional.ofNullable(own),
                    stuck(holder.party()),
                    state.activity == Activity.STARVED
                        ? holder.party().task().flatMap(this::currentInstead)
                        : Optional.empty(),
                    followers.of(List.of(address))));
          }
        }
      }
    }
    roots.sort(
        Comparator.comparing((RootBlocker r) -> r.holder().confidence())
            .thenComparing(r -> -r.behind().size()));
    return roots;
  }

  private double stuck(Party party) {
    return party.task().isPresent() && party.task().get().onCpu()
        ? clock.standsStill(party.task().get().cpu()).orElse(0)
        : 0;
  }

  /// Who runs on the CPU that a task is ready for.
  private Optional<Task> currentInstead(Task task) {
    return tasks.currentOf(task.cpu()).filter(t -> t.address() != task.address());
  }

  /// What the holder of a thing is doing.
  ///
  /// @param wanted a wait for the thing
  private State state(Holder holder, Wait wanted, Optional<Wait> own) {
    Optional<Task> task = holder.party().task();
    // Interrupts take spinlocks, and now and then one to read; nothing else that is held is theirs.
    WaitKind kind = wanted.thing().kind();
    boolean theTasks = kind.lock() && kind != WaitKind.SPINLOCK && holder.access() != Access.READ;
    Optional<State> left =
        theTasks && own.isEmpty() ? task.flatMap(this::inUserCode) : Optional.empty();
    State now = left.orElseGet(() -> state(holder.party(), own));
    boolean alive = task.isPresent() && now.activity != Activity.EXITED;
    if (!alive || holder.access() == Access.READ || !holder.function().isEmpty()) {
      return now;
    }
    double waited = wanted.seconds().orElse(0);
    double age = clock.age(task.get()).orElse(waited);
    if (age + CLOCK_ERROR < waited) {
      return new State(
          Activity.EXITED,
          "can't be the one that took it: it is "
              + Seconds.text(age)
              + " old and the wait is "
              + Seconds.text(waited)
              + " old, so the holder has exited and its task_struct was given to this one");
    }
    boolean took =
        LockFamily.exclusive(wanted.thing().kind())
            .map(f -> took(task.get(), own, f, wanted.thing().address()))
            .orElse(true);
    return took ? now : new State(now.activity, now.details + LEFT_LOCKED);
  }

  private boolean took(Task task, Optional<Wait> own, LockFamily family, long lock) {
    int from = own.map(w -> w.frame() + 1).orElse(0);
    Stack stack = roster.stackOf(task);
    // A stack that was not seen says nothing.
    return stack.frames().isEmpty() || calls.taker(stack, from, family, lock).isPresent();
  }

  private State state(Party party, Optional<Wait> own) {
    if (party.task().isEmpty()) {
      return gone(party);
    }
    Task task = party.task().get();
    if (task.state() == TaskState.ZOMBIE || task.state() == TaskState.DEAD) {
      return new State(Activity.EXITED, "has exited and is " + task.state().words());
    }
    if (own.isPresent()) {
      return new State(Activity.WAITING, waitingWords(own.get()));
    }
    Stack stack = roster.stackOf(task);
    if (task.onCpu()) {
      return onCpu(task, stack);
    }
    return switch (task.state()) {
      case RUNNING -> starved(task);
      case STOPPED, TRACED -> new State(Activity.STOPPED, "is " + task.state().words() + at(stack));
      default -> new State(Activity.SLEEPING, "sleeps" + at(stack));
    };
  }

  /// A task that an interrupt found in user mode: the interrupt is handled still, or another task
  /// was switched to when it ended.
  private Optional<State> inUserCode(Task task) {
    if (task.state() != TaskState.RUNNING) {
      return Optional.empty();
    }
    List<Frame> frames = roster.stackOf(task).frames();
    int entry = frames.size() - 2;
    if (entry < 0 || !Places.user(frames.getLast()) || !places.interruptEntry(frames.get(entry))) {
      return Optional.empty();
    }
    String doing = task.onCpu() ? "runs user code on CPU " : "was interrupted in user code on CPU ";
    return Optional.of(
        new State(
            Activity.USER_SPACE, doing + task.cpu() + ": it left the kernel without letting go"));
  }

  private static String waitingWords(Wait own) {
    String where = own.function().isEmpty() ? "" : " in " + own.function();
    return "itself waits for " + own.thing().title() + where;
  }

  /// Memory of tasks that ended is used again sooner or later; until then their state tells.
  private State gone(Party party) {
    KObject object = target.object("struct task_struct", party.address());
    try {
      String comm = object.member("comm").asString();
      long pid = object.member("pid").asLong();
      boolean dead =
          (object.member("exit_state").asLong() & EXIT_DEAD_OR_ZOMBIE) != 0
              || tasks.gaps().isEmpty();
      if (!dead) {
        return new State(Activity.LOST, "is on no list of tasks that is in the dump");
      }
      String was =
          printable(comm) ? "; what is left of it says PID " + pid + " (" + comm + ")" : "";
      return new State(Activity.EXITED, "has exited: no task is there any more" + was);
    } catch (InquestException e) {
      return tasks.gaps().isEmpty()
          ? new State(
              Activity.EXITED, "has exited: no task is there any more, and its memory is gone")
          : new State(Activity.LOST, "can't be looked at: its task_struct is not in the dump");
    }
  }

  private static boolean printable(String comm) {
    return !comm.isEmpty() && comm.chars().allMatch(c -> c > ' ' && c < 127);
  }

  private State onCpu(Task task, Stack stack) {
    String cpu = " on CPU " + task.cpu();
    Frame context = interruptedContext(stack);
    if (context == null) {
      return new State(Activity.RUNNING, "runs" + cpu + "; its stack is not in the dump");
    }
    if (Places.user(context)) {
      return new State(
          Activity.USER_SPACE, "runs user code" + cpu + ": it left the kernel without letting go");
    }
    OptionalLong flags =
        context.registers().isPresent()
            ? context.registers().get().find("rflags")
            : OptionalLong.empty();
    boolean interruptsOff = flags.isPresent() && (flags.getAsLong() & 0x200) == 0;
    return new State(
        Activity.RUNNING,
        "runs " + places.function(context) + cpu + (interruptsOff ? " with interrupts off" : ""));
  }

  /// What the CPU was doing before whatever took the dump interrupted it: the CPU that panicked
  /// shows its own way there, the others what the crash found them in.
  private @Nullable Frame interruptedContext(Stack stack) {
    List<Frame> frames = stack.frames();
    if (frames.isEmpty()) {
      return null;
    }
    if (!places.plain(frames.getFirst()).contains("crash_kexec")) {
      return frames.getFirst();
    }
    for (int i = 1; i < frames.size(); i++) {
      if (frames.get(i).origin() == Frame.Origin.EXCEPTION) {
        boolean systemCall = places.plain(frames.get(i - 1)).startsWith("entry_SYSCALL");
        return systemCall ? frames.getFirst() : frames.get(i);
      }
    }
    return frames.getFirst();
  }

  private State starved(Task task) {
    String by =
        currentInstead(task)
            .map(t -> ", where " + t.title() + " runs (" + t.policyName() + ")")
            .orElse("");
    return new State(Activity.STARVED, "is ready to run on CPU " + task.cpu() + by);
  }

  /// ` in msleep(), called by table_freeze [havoc]`.
  private String at(Stack stack) {
    int at = finder.sleepsAt(stack);
    if (at >= stack.frames().size()) {
      return stack.frames().isEmpty() ? "; its stack is not in the dump" : "";
    }
    StringBuilder text = new StringBuilder(" in ");
    text.append(places.function(stack.frames().get(at)));
    if (at + 1 < stack.frames().size() && !Places.user(stack.frames().get(at + 1))) {
      text.append(", called by ").append(places.function(stack.frames().get(at + 1)));
    }
    places.systemCall(stack).ifPresent(s -> text.append(", system call ").append(s));
    return text.toString();
  }
}
