package org.inquest.diagnose.wait;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Stack;
import org.inquest.kernel.lock.RwSem;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskState;
import org.inquest.kernel.wait.Access;
import org.inquest.kernel.wait.Waiting;

/// Finds those who hold an rw_semaphore for reading, which the semaphore itself does not record: it
/// counts them and remembers who came last.
///
/// What is looked for on each suspect's stack, outside of the frames in which it waits: a function
/// that took a semaphore for reading and has not let go of it; this lock's address, or that of the
/// process it belongs to. The last one who came needs less to be believed than others.
final class Readers {
  /// Sleepers that anybody may wake are looked at only on machines with fewer tasks.
  private static final int FEW = 4096;

  /// Somebody who may be a reader.
  ///
  /// @param took whether it is in code that took a lock for reading, as far as that can be told
  private record Suspect(Holder holder, boolean took) {}

  private static final List<String> HINT =
      List.of("the owner word names it as the reader that came last");

  private final Target target;
  private final Roster roster;
  private final ThingNames names;
  private final Places places;
  private final LockCalls calls;
  private final Map<Long, Waiting> waiting;

  /// @param waiting what each waiting task waits for, by the address of its `task_struct`
  Readers(
      Target target,
      Roster roster,
      ThingNames names,
      Places places,
      LockCalls calls,
      Map<Long, Waiting> waiting) {
    this.target = target;
    this.roster = roster;
    this.names = names;
    this.places = places;
    this.calls = calls;
    this.waiting = waiting;
  }

  /// Those who hold a semaphore for reading, the surest first; perhaps fewer than its count says,
  /// and never more.
  List<Holder> of(RwSem semaphore) {
    Party last = roster.party(semaphore.owner());
    boolean hinted = semaphore.readerOwned() && semaphore.owner() != 0;
    List<Suspect> suspects = new ArrayList<>();
    if (hinted) {
      suspects.add(
          last.task()
              .flatMap(t -> look(semaphore, t, true))
              .orElseGet(() -> new Suspect(holder(last, Confidence.POSSIBLE, HINT, ""), false)));
    }
    for (Task task : candidates(semaphore, last)) {
      if (firm(suspects) >= semaphore.readers()) {
        break;
      }
      look(semaphore, task, false).ifPresent(suspects::add);
    }
    byElimination(suspects, semaphore);
    List<Holder> found = new ArrayList<>();
    suspects.forEach(s -> found.add(s.holder));
    found.sort(Comparator.comparing(Holder::confidence));
    return found.size() > semaphore.readers()
        ? List.copyOf(found.subList(0, (int) semaphore.readers()))
        : found;
  }

  /// If there is one reader, and one task only that took some lock for reading and could be it, it
  /// is.
  private static void byElimination(List<Suspect> suspects, RwSem semaphore) {
    if (semaphore.readers() != 1 || firm(suspects) > 0) {
      return;
    }
    List<Suspect> takers = new ArrayList<>(suspects);
    takers.removeIf(s -> !s.took);
    if (takers.size() == 1) {
      Holder only = takers.getFirst().holder;
      List<String> reasons = new ArrayList<>(only.reasons());
      reasons.add("the count says that there is one reader, and no other task's stack shows one");
      Holder likely = holder(only.party(), Confidence.LIKELY, reasons, only.function());
      suspects.replaceAll(s -> s == takers.getFirst() ? new Suspect(likely, true) : s);
    }
  }

  private static Holder holder(
      Party party, Confidence confidence, List<String> reasons, String function) {
    return new Holder(party, Access.READ, confidence, reasons, function);
  }

  private static long firm(List<Suspect> suspects) {
    return suspects.stream().filter(s -> s.holder.firm()).count();
  }

  private Set<Task> candidates(RwSem semaphore, Party last) {
    Set<Task> suspects = new LinkedHashSet<>();
    long mm = names.mmOfLock(semaphore.address());
    boolean few = roster.all().size() < FEW;
    for (Task task : roster.all()) {
      boolean busy =
          task.onCpu()
              || task.state() == TaskState.UNINTERRUPTIBLE
              || task.state() == TaskState.RUNNING
              || waiting.containsKey(task.address());
      if (!task.idle()
          && task.address() != last.address()
          && (busy || few || mm != 0 && task.mm() == mm)) {
        suspects.add(task);
      }
    }
    return suspects;
  }

  /// What one task's stack says; empty if nothing speaks for it.
  private Optional<Suspect> look(RwSem semaphore, Task suspect, boolean hinted) {
    Stack stack = roster.stackOf(suspect);
    Waiting own = waiting.get(suspect.address());
    boolean same = own != null && own.object() == semaphore.address();
    int from = own == null ? 0 : own.frame() + 1;
    Optional<Frame> fault = same ? places.faultedIn(stack, from) : Optional.empty();
    from = fault.isPresent() ? stack.frames().indexOf(fault.get()) : from;
    // Who waits for this lock, without a fault in between, has its address on the stack and lets go
    // of it later on in any case.
    boolean plainWaiter = same && fault.isEmpty();
    Access wants = own == null ? Access.PLAIN : own.access();
    long mm = names.mmOfLock(semaphore.address());
    String function = "";
    LockCalls.Sign sign = LockCalls.Sign.NONE;
    for (int i = from; i < stack.frames().size() && sign == LockCalls.Sign.NONE; i++) {
      Frame frame = stack.frames().get(i);
      if (!Places.user(frame)) {
        sign = calls.before(frame, LockFamily.READ, semaphore.address());
        sign = plainWaiter ? ofWaiter(sign, wants, i == from) : sign;
        function = sign == LockCalls.Sign.NONE ? "" : places.function(frame);
      }
    }
    boolean itsProcess = mm != 0 && suspect.mm() == mm;
    boolean addressed =
        sign != LockCalls.Sign.NONE
            && !plainWaiter
            && (StackMentions.of(target, stack, from, semaphore.address())
                || mm != 0 && StackMentions.of(target, stack, from, mm));
    if (!hinted && (sign == LockCalls.Sign.NONE || !addressed && !itsProcess && took(sign) < 2)) {
      return Optional.empty();
    }
    List<String> reasons = new ArrayList<>(hinted ? HINT : List.of());
    reasons.addAll(words(sign, function));
    if (addressed) {
      reasons.add("the address of the lock or its process is on its stack outside of the wait");
    }
    Confidence confidence = weigh(hinted, sign, addressed, itsProcess, semaphore.readers());
    if (confidence == Confidence.CERTAIN) {
      reasons.add("the count says that there is one reader");
    }
    // A function that only lets go of some lock later on is a weak sign: many do in paths of their
    // own. Waiting for the lock again in a fault, or handling one, it counts.
    boolean suspicious =
        took(sign) > 0
            || sign == LockCalls.Sign.RELEASES_LATER && (fault.isPresent() || faulting(stack));
    return Optional.of(
        new Suspect(holder(Party.of(suspect), confidence, reasons, function), suspicious));
  }

  /// What a sign is worth on the stack of one who waits for this very lock. That it lets go of some
  /// lock further down says nothing: of this one it will. And it would have locked itself out, so
  /// where it waits, or if it waits to write, that it took *some* lock is not enough.
  ///
  /// @param wants in which mode it waits
  /// @param here whether the sign is from the function that it waits in
  static LockCalls.Sign ofWaiter(LockCalls.Sign sign, Access wants, boolean here) {
    return switch (sign) {
      case TOOK_THIS, NONE -> sign;
      case TOOK_ONE -> here || wants == Access.WRITE ? LockCalls.Sign.NONE : sign;
      case RELEASES_LATER -> LockCalls.Sign.NONE;
    };
  }

  /// Whether a task is in the middle of handling a page fault, which may hold its process's mmap
  /// lock for reading all the while.
  private boolean faulting(Stack stack) {
    for (Frame frame : stack.frames()) {
      if (places.plain(frame).equals("handle_mm_fault")) {
        return true;
      }
    }
    return false;
  }

  /// 2 for this lock, 1 for some lock.
  private static int took(LockCalls.Sign sign) {
    return switch (sign) {
      case TOOK_THIS -> 2;
      case TOOK_ONE -> 1;
      case RELEASES_LATER, NONE -> 0;
    };
  }

  private static List<String> words(LockCalls.Sign sign, String function) {
    return switch (sign) {
      case TOOK_THIS -> List.of(function + " took this lock for reading and has not let go of it");
      case TOOK_ONE -> List.of(function + " took a lock for reading and has not let go of it");
      case RELEASES_LATER -> List.of(function + " lets go of a lock for reading further down");
      case NONE -> List.of();
    };
  }

  private static Confidence weigh(
      boolean hinted, LockCalls.Sign sign, boolean addressed, boolean itsProcess, long readers) {
    boolean thisLock = took(sign) == 2 || took(sign) == 1 && addressed;
    if (hinted && thisLock && readers == 1) {
      return Confidence.CERTAIN;
    }
    // A function that took *some* lock may well have taken another one, such as a directory's.
    boolean likely = thisLock || addressed && (hinted || itsProcess);
    return likely ? Confidence.LIKELY : Confidence.POSSIBLE;
  }
}
