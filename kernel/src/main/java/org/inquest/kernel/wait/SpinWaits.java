package org.inquest.kernel.wait;

import java.util.List;
import java.util.Optional;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Registers;
import org.inquest.engine.unwind.Stack;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.lock.Mutex;
import org.inquest.kernel.lock.RwSem;
import org.inquest.kernel.lock.SpinLock;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.Tasks;

/// Tasks that wait on a CPU instead of asleep: for a spinlock, or at the doors of a mutex or rwsem.
///
/// They have no entry in a queue (or, for a contended spinlock, one that does not name the lock).
/// The lock's address is in a register or was saved a few words away; of all such values the first
/// is taken that a lock in that state can have.
final class SpinWaits {
  private final Target target;
  private final VirtualMemory memory;
  private final Tasks tasks;
  private final WaitFunctions functions;
  private final int cpus;

  SpinWaits(Target target, Tasks tasks, WaitFunctions functions) {
    this.target = target;
    this.memory = target.memory();
    this.tasks = tasks;
    this.functions = functions;
    this.cpus = target.cpus().possible().getLast() + 1;
  }

  /// What a running task spins for; empty if it does not.
  Optional<Waiting> find(Task task, Stack stack) {
    List<Frame> frames = stack.frames();
    for (int at = 0; at < frames.size(); at++) {
      Frame frame = frames.get(at);
      if (frame.exact() && frame.registers().isPresent()) {
        int door = functions.of(frame).scheduler() && at + 1 < frames.size() ? at + 1 : at;
        if (functions.of(frames.get(door)).waits()) {
          return Optional.of(spinning(task, frames, at, door));
        }
      }
    }
    return Optional.empty();
  }

  private Waiting spinning(Task task, List<Frame> frames, int at, int door) {
    WaitFunction function = functions.of(frames.get(door));
    int last = door;
    while (last + 1 < frames.size()
        && functions.of(frames.get(last + 1)).waits()
        && functions.of(frames.get(last + 1)).kind() == function.kind()) {
      last++;
    }
    long object = object(function.kind(), frames, at, last);
    return new Waiting(
        task,
        function.kind(),
        function.access(),
        object,
        0,
        object == 0 ? Waiting.How.FUNCTION : Waiting.How.REGISTERS,
        last,
        true);
  }

  private long object(WaitKind kind, List<Frame> frames, int at, int last) {
    Registers registers = frames.get(at).registers().orElseThrow();
    // The first argument of every such function is the lock.
    long argument = registers.find("rdi").orElse(registers.find("x0").orElse(0));
    if (plausible(kind, argument) || kind == WaitKind.SPINLOCK && held(argument)) {
      return argument;
    }
    for (int i = 0; i < registers.values().length; i++) {
      if (registers.knows(i)
          && i != registers.spIndex()
          && plausible(kind, registers.values()[i])) {
        return registers.values()[i];
      }
    }
    long end = last + 1 < frames.size() ? frames.get(last + 1).sp() : frames.get(last).sp() + 128;
    for (long word : StackWords.read(memory, frames.get(at).sp(), end).hints(0)) {
      if (plausible(kind, word)) {
        return word;
      }
    }
    return 0;
  }

  /// Whether a lock that somebody has to spin for can be at an address.
  private boolean plausible(WaitKind kind, long address) {
    if (address >= -4096 || (address & 3) != 0 || target.isText(address)) {
      return false;
    }
    try {
      return switch (kind) {
        case SPINLOCK -> SpinLock.read(target.object("struct qspinlock", address)).contended(cpus);
        case MUTEX -> isTask(Mutex.read(target.object("struct mutex", address)).owner());
        case RW_SEMAPHORE ->
            isTask(RwSem.read(target.object("struct rw_semaphore", address)).owner());
        default -> false;
      };
    } catch (InquestException e) {
      return false;
    }
  }

  /// In a virtual machine without paravirtual locks waiters do not queue, they only test
  /// (virt_spin_lock() in arch/x86/include/asm/qspinlock.h), so nothing but the holder shows.
  private boolean held(long address) {
    return address < -4096 && (address & 3) == 0 && memory.findInt(address).orElse(0) == 1;
  }

  private boolean isTask(long address) {
    return tasks.byAddress(address).isPresent();
  }
}
