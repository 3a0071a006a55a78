package org.inquest.kernel.wait;

import java.util.Optional;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.kernel.task.Task;

/// What newer kernels write into the waiting task itself.
///
/// `task_struct.blocker` (CONFIG_DETECT_HUNG_TASK_BLOCKER, include/linux/hung_task.h, v6.16) is a
/// lock's address with its kind in the two low bits; the kinds were numbered anew in v6.17, so only
/// the address is taken from it and the kind from the function that waits.
final class TaskBlockers {
  private static final long KIND_BITS = 3;

  private final Target target;
  private final Optional<Member> blocker;
  private final Optional<Member> blockedOn;

  TaskBlockers(Target target) {
    this.target = target;
    StructType task = target.types().struct("struct task_struct");
    this.blocker = task.findMember("blocker");
    // `blocked_on` is the proxy-execution series' (v6.17, mutexes only); `blocker_mutex` v6.15's.
    Optional<Member> mutex = task.findMember("blocked_on");
    this.blockedOn = mutex.isPresent() ? mutex : task.findMember("blocker_mutex");
  }

  /// The address of the lock that the task records, 0 if none.
  long address(Task task) {
    try {
      if (blocker.isPresent()) {
        long value = blocker.get().readLong(target.memory(), task.address());
        if (value != 0) {
          return value & ~KIND_BITS;
        }
      }
      return blockedOn.isPresent() ? mutex(task, blockedOn.get()) : 0;
    } catch (MemoryFault e) {
      return 0;
    }
  }

  /// PROXY_WAKING, -1, stands for "about to be woken".
  private long mutex(Task task, Member member) {
    long value = member.readLong(target.memory(), task.address());
    return value == -1 ? 0 : value;
  }
}
