package org.inquest.diagnose.rules.locking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.wait.Party;
import org.inquest.diagnose.wait.Thing;
import org.inquest.diagnose.wait.Wait;
import org.inquest.diagnose.wait.WaitGraph;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Stack;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.lock.Mutex;
import org.inquest.kernel.lock.RtMutex;
import org.inquest.kernel.lock.RwSem;
import org.inquest.kernel.lock.Semaphore;
import org.inquest.kernel.lock.SpinLock;
import org.inquest.kernel.wait.Access;
import org.inquest.kernel.workqueue.Worker;

/// Words and evidence that the rules about waiting share.
final class WaitStory {
  /// Names in one sentence.
  private static final int MOST_NAMES = 8;

  private final WaitGraph graph;

  WaitStory(WaitGraph graph) {
    this.graph = graph;
  }

  WaitGraph graph() {
    return graph;
  }

  /// `PID 53 (mapl) in mprotect()`, or with the function that asked where there is no system call.
  String who(Wait wait) {
    return wait.party().title() + doing(wait);
  }

  private String doing(Wait wait) {
    Optional<String> call = systemCall(wait.party());
    if (call.isPresent()) {
      return " in " + call.get();
    }
    return wait.function().isEmpty() ? "" : " in " + wait.function();
  }

  /// The system call a task is in.
  Optional<String> systemCall(Party party) {
    return party.task().flatMap(t -> graph.places().systemCall(graph.stackOf(t)));
  }

  /// `waits for the mutex ..., asked for in account_transfer [havoc]`.
  String wants(Wait wait) {
    StringBuilder text = new StringBuilder(wait.spinning() ? "spins for " : "waits for ");
    text.append(wait.thing().title());
    if (wait.access() != Access.PLAIN) {
      text.append(' ').append(wait.access().words());
    }
    if (!wait.function().isEmpty()) {
      text.append(" in ").append(wait.function());
    }
    return text.toString();
  }

  /// `PID 98 (pidof), PID 102 (ps) on CPU 0 and 3 more`: who spins keeps a CPU busy with it.
  static String names(Collection<Wait> waits) {
    StringBuilder text = new StringBuilder();
    int shown = 0;
    for (Wait wait : waits) {
      if (shown == MOST_NAMES && waits.size() > MOST_NAMES + 1) {
        return text + " and " + (waits.size() - shown) + " more";
      }
      boolean last = ++shown == waits.size();
      text.append(shown == 1 ? "" : last ? " and " : ", ").append(wait.party().title());
      if (wait.spinning()) {
        wait.party().task().ifPresent(task -> text.append(" on CPU ").append(task.cpu()));
      }
    }
    return text.toString();
  }

  /// The longest that any of them has waited; 0 where it is not known.
  static double longest(Collection<Wait> waits) {
    double longest = 0;
    for (Wait wait : waits) {
      longest = Math.max(longest, wait.seconds().orElse(0));
    }
    return longest;
  }

  /// A waiting task's stack, from where it went to sleep or spins.
  Optional<Evidence> stack(Wait wait, String meaning) {
    return stack(wait.party(), meaning);
  }

  /// A task's stack; empty where there is none.
  Optional<Evidence> stack(Party party, String meaning) {
    if (party.task().isEmpty()) {
      return Optional.empty();
    }
    Stack stack = graph.stackOf(party.task().get());
    List<FrameLine> lines = new ArrayList<>(graph.places().lines(stack, 0));
    if (!lines.isEmpty()) {
      graph.programOf(party.task().get()).ifPresent(lines::add);
    }
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(new Evidence.Frames(party.title(), lines, meaning));
  }

  /// How it is known what a task waits for.
  static Evidence found(Wait wait) {
    String what = wait.party().title() + ": ";
    return new Evidence.Note(
        what
            + switch (wait.how()) {
              case QUEUE ->
                  "its entry at "
                      + hex(wait.entry())
                      + " is linked into the queue of "
                      + wait.thing().title();
              case TASK_FIELD -> "its task_struct records " + wait.thing().title();
              case REGISTERS -> "its registers lead to " + wait.thing().title();
              case ENTRY ->
                  "its entry at "
                      + hex(wait.entry())
                      + " says it waits for "
                      + wait.thing().title();
              case FUNCTION -> "only the function it waits in is known";
            });
  }

  /// What the lock itself says; empty where it can't be read.
  Optional<Evidence> value(Thing thing) {
    if (graph.target().isEmpty()) {
      return Optional.empty();
    }
    Target target = graph.target().get();
    long at = thing.address();
    try {
      return switch (thing.kind()) {
        case MUTEX -> {
          Mutex mutex = Mutex.read(target.object("struct mutex", at));
          yield value(at, "mutex", "owner", mutex.ownerWord(), ownedBy(mutex.owner()));
        }
        case RT_MUTEX -> {
          String type = target.types().has("struct rt_mutex_base") ? "rt_mutex_base" : "rt_mutex";
          RtMutex mutex = RtMutex.read(target.object("struct " + type, at));
          yield value(at, type, "owner", mutex.ownerWord(), ownedBy(mutex.owner()));
        }
        case RW_SEMAPHORE -> {
          RwSem semaphore = RwSem.read(target.object("struct rw_semaphore", at));
          yield value(at, "rw_semaphore", "count", semaphore.count(), words(semaphore));
        }
        case SEMAPHORE -> {
          Semaphore semaphore = Semaphore.read(target.object("struct semaphore", at));
          yield value(at, "semaphore", "count", semaphore.count(), "nobody may take it now");
        }
        case SPINLOCK -> {
          SpinLock lock = SpinLock.read(target.object("struct qspinlock", at));
          yield value(at, "qspinlock", "val", lock.value() & 0xffff_ffffL, "locked");
        }
        case COMPLETION -> graph.workerFor(thing).flatMap(this::value);
        default -> Optional.empty();
      };
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  private Optional<Evidence> value(Worker worker) {
    String function = graph.places().function(worker.function());
    return value(
        worker.address(),
        "worker",
        "current_func",
        worker.function(),
        worker.task().title() + " is busy with " + function);
  }

  private String ownedBy(long owner) {
    return owner == 0 ? "nobody holds it" : "held by the task at " + hex(owner);
  }

  private static String words(RwSem semaphore) {
    String held =
        semaphore.writeLocked()
            ? "held for writing"
            : semaphore.readers() == 0
                ? "held by nobody"
                : "held by "
                    + semaphore.readers()
                    + (semaphore.readers() == 1 ? " reader" : " readers");
    return held
        + (semaphore.hasWaiters() ? ", others wait" : "")
        + "; owner word "
        + hex(semaphore.ownerWord());
  }

  private static Optional<Evidence> value(
      long address, String struct, String member, long value, String meaning) {
    String what = "((struct " + struct + " *)" + hex(address) + ")->" + member;
    return Optional.of(new Evidence.Value(address, what, hex(value), meaning));
  }

  /// The tasks and the things they wait for.
  static Set<Subject> subjects(Collection<Wait> waits) {
    Set<Subject> subjects = new LinkedHashSet<>();
    for (Wait wait : waits) {
      subjects.add(subject(wait.party()));
      if (wait.thing().address() != 0) {
        subjects.add(new Subject.ObjectSubject(wait.thing().address()));
      }
      // Who spins takes the CPU along: what needs that CPU follows from the wait.
      if (wait.spinning()) {
        wait.party().task().ifPresent(t -> subjects.add(new Subject.CpuSubject(t.cpu())));
      }
    }
    return subjects;
  }

  static Subject subject(Party party) {
    return new Subject.TaskSubject(party.address(), party.pid());
  }

  static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
