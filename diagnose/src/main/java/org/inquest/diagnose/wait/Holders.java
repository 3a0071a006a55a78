package org.inquest.diagnose.wait;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Stack;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.lock.Mutex;
import org.inquest.kernel.lock.RtMutex;
import org.inquest.kernel.lock.RwSem;
import org.inquest.kernel.lock.Semaphore;
import org.inquest.kernel.wait.Access;
import org.inquest.kernel.wait.WaitKind;
import org.inquest.kernel.wait.Waiting;
import org.inquest.kernel.workqueue.Workers;

/// Who has a thing that others wait for. Each thing is asked once.
final class Holders {
  private final Target target;
  private final Roster roster;
  private final Readers readers;
  private final SpinHolders spinners;
  private final Places places;
  private final LockCalls calls;
  private final Workers workers;
  private final Map<Long, List<Holder>> known = new HashMap<>();

  Holders(
      Target target,
      Roster roster,
      Readers readers,
      SpinHolders spinners,
      Places places,
      LockCalls calls,
      Workers workers) {
    this.target = target;
    this.roster = roster;
    this.readers = readers;
    this.spinners = spinners;
    this.places = places;
    this.calls = calls;
    this.workers = workers;
  }

  /// Those who have a thing, as far as the dump tells; empty where it names nobody.
  List<Holder> of(WaitKind kind, long object) {
    if (object == 0) {
      return List.of();
    }
    List<Holder> holders = known.get(object);
    if (holders == null) {
      holders = look(kind, object);
      known.put(object, holders);
    }
    return holders;
  }

  private List<Holder> look(WaitKind kind, long object) {
    try {
      return switch (kind) {
        case MUTEX ->
            owner(Mutex.read(target.object("struct mutex", object)).owner(), Access.PLAIN);
        case RT_MUTEX -> owner(RtMutex.read(rtMutex(object)).owner(), Access.PLAIN);
        case RW_SEMAPHORE -> rwSemaphore(object);
        case SEMAPHORE -> semaphore(object);
        case SPINLOCK -> spinners.of(object);
        case PERCPU_RWSEM -> percpuWriter(object);
        case COMPLETION -> worker(object);
        case WAIT_QUEUE, PAGE, BIT, FUTEX -> List.of();
      };
    } catch (InquestException e) {
      return List.of();
    }
  }

  /// Nobody holds a completion, but where it is the end of a work that is being done, its worker
  /// has to come to that end.
  private List<Holder> worker(long object) {
    return workers
        .busyBefore(object)
        .map(w ->
            new Holder(
                Party.of(w.task()),
                Access.PLAIN,
                Confidence.CERTAIN,
                List.of("the barrier that would complete it is the next work of the worker"),
                places.function(w.function())))
        .stream()
        .toList();
  }

  private KObject rtMutex(long object) {
    String type =
        target.types().has("struct rt_mutex_base") ? "struct rt_mutex_base" : "struct rt_mutex";
    return target.object(type, object);
  }

  private List<Holder> owner(long address, Access access) {
    if (address == 0) {
      return List.of();
    }
    Party party = roster.party(address);
    return List.of(
        new Holder(
            party, access, Confidence.CERTAIN, List.of("the lock's owner field names it"), ""));
  }

  private List<Holder> rwSemaphore(long object) {
    RwSem semaphore = RwSem.read(target.object("struct rw_semaphore", object));
    if (semaphore.writeLocked()) {
      return owner(semaphore.owner(), Access.WRITE);
    }
    return semaphore.readers() == 0 ? List.of() : readers.of(semaphore);
  }

  /// Readers are counted per CPU and not recorded; a writer that waits for them is, and keeps new
  /// readers out meanwhile.
  private List<Holder> percpuWriter(long object) {
    KObject lock = target.object("struct percpu_rw_semaphore", object);
    long writer = lock.findMember("writer.task").map(KObject::asLong).orElse(0L);
    return writer == 0
        ? List.of()
        : List.of(
            new Holder(
                roster.party(writer),
                Access.WRITE,
                Confidence.CERTAIN,
                List.of("the lock names it as the writer that keeps readers out"),
                ""));
  }

  /// Anybody may release a semaphore, so the last one who took it is a hint at best.
  private List<Holder> semaphore(long object) {
    Semaphore semaphore = Semaphore.read(target.object("struct semaphore", object));
    if (semaphore.lastHolder() == 0 || semaphore.count() > 0) {
      return List.of();
    }
    List<Holder> holders = new ArrayList<>();
    holders.add(
        new Holder(
            roster.party(semaphore.lastHolder()),
            Access.PLAIN,
            Confidence.LIKELY,
            List.of("the semaphore's last_holder names it"),
            ""));
    return holders;
  }

  /// The same holders as one of them sees them who waits for the thing itself: which function on
  /// its stack took it before.
  ///
  /// If none did, it left the lock behind in an earlier system call, or another task did that ended
  /// and whose memory it was given, so the owner field alone does not make it a certain holder.
  List<Holder> asSeenBy(Waiting waiting, Stack stack, List<Holder> holders) {
    List<Holder> seen = new ArrayList<>(holders);
    for (int i = 0; i < seen.size(); i++) {
      Holder holder = seen.get(i);
      boolean self = holder.party().address() == waiting.task().address();
      Optional<LockFamily> family = LockFamily.exclusive(waiting.kind());
      if (self && holder.access() != Access.READ && family.isPresent() && !waiting.spinning()) {
        Optional<Frame> taker =
            calls.taker(stack, waiting.frame() + 1, family.get(), waiting.object());
        seen.set(
            i,
            taker.isPresent()
                ? holder.takenIn(places.function(taker.get()), Confidence.CERTAIN)
                : holder.takenIn("", Confidence.LIKELY));
      }
    }
    return seen;
  }
}
