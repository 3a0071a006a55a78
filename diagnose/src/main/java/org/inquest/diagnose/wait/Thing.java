package org.inquest.diagnose.wait;

import java.util.Optional;
import org.inquest.kernel.block.Disk;
import org.inquest.kernel.wait.WaitKind;

/// Something that tasks wait for.
///
/// @param kind what kind
/// @param address of its C object, a user address for futexes; 0 where it is not known
/// @param name a symbol or what it belongs to: `table_sem [havoc]`, `mmap_lock of process myapl
///   (PID 100)`; empty where neither is known
/// @param disk that has to bring or take it, for what is cached of one
public record Thing(WaitKind kind, long address, String name, Optional<Disk> disk) {

  private static final String RUN_QUEUE = "lock of the run queue of CPU ";

  /// The lock of a CPU's run queue.
  static Thing runQueueLock(long address, int cpu) {
    return new Thing(WaitKind.SPINLOCK, address, RUN_QUEUE + cpu);
  }

  /// Whether it is the lock of a CPU's run queue, which each switch and each wake-up takes.
  public boolean runQueueLock() {
    return name.startsWith(RUN_QUEUE);
  }

  /// A thing that has nothing to do with a disk.
  public Thing(WaitKind kind, long address, String name) {
    this(kind, address, name, Optional.empty());
  }

  /// For sentences: `the mutex accounts+0xa8 [havoc] (0xffffffffc0249608)`, `a semaphore`.
  public String title() {
    if (address == 0) {
      return "a " + kind.words();
    }
    String at = "0x" + Long.toHexString(address);
    if (name.isEmpty()) {
      return "the " + kind.words() + " at " + at;
    }
    return name.contains(" of ")
        ? "the " + name + " (" + at + ")"
        : "the " + kind.words() + " " + name + " (" + at + ")";
  }
}
