package org.inquest.kernel.task;

import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Type;
import org.inquest.engine.unwind.Stack;
import org.inquest.formats.fault.MemoryFault;

/// Finds where on its stack a task was switched out when its `task_struct`, which would tell, is
/// not in the dump but its stack is: stacks are not in slab pages, and survive filters that lose
/// those.
///
/// All tasks are switched out in one place, `__switch_to_asm()` called by `__schedule()`, so the
/// return address there is the same for all (`struct inactive_task_frame`,
/// arch/x86/include/asm/switch_to.h). The same words may be left from earlier sleeps, deeper down
/// the stack; the one nearest to its beginning from which the stack unwinds to its end counts.
final class LostStacks {
  private static final long USUAL_SIZE = 16 << 10;

  private final Target target;
  private final Tasks tasks;
  private final long size;
  private final Optional<Member> returnAddress;
  private OptionalLong switchedAt = OptionalLong.empty();
  private boolean learnt;

  LostStacks(Target target, Tasks tasks) {
    this.target = target;
    this.tasks = tasks;
    this.size = target.types().find("union thread_union").map(Type::size).orElse(USUAL_SIZE);
    this.returnAddress =
        target
            .types()
            .find("struct inactive_task_frame")
            .filter(StructType.class::isInstance)
            .flatMap(t -> ((StructType) t).findMember("ret_addr"));
  }

  /// The stack that an address lies on; empty where no switched-out task's can be found there.
  ///
  /// @param within an address on it; stacks are aligned to their size
  Optional<Stack> of(long within) {
    learn();
    if (switchedAt.isEmpty() || returnAddress.isEmpty() || within == 0) {
      return Optional.empty();
    }
    long base = within & -size;
    long wanted = switchedAt.getAsLong();
    for (long at = base + size - Long.BYTES; at >= base; at -= Long.BYTES) {
      try {
        if (target.memory().readLong(at) == wanted) {
          Stack stack = target.unwinder().unwindSwitchedOut(at - returnAddress.get().offset());
          if (stack.complete()) {
            return Optional.of(new Stack(stack.frames(), stack.end(), "found without task_struct"));
          }
        }
      } catch (MemoryFault e) {
        // This page of the stack is not there; the others may be.
        at &= -4096L;
      }
    }
    return Optional.empty();
  }

  private synchronized void learn() {
    if (learnt) {
      return;
    }
    learnt = true;
    for (Task task : tasks.all()) {
      if (!task.onCpu() && task.sp() != 0 && returnAddress.isPresent()) {
        Stack stack = target.unwinder().unwindSwitchedOut(task.sp());
        OptionalLong at = target.memory().findLong(task.sp() + returnAddress.get().offset());
        // A task that never ran yet begins elsewhere (ret_from_fork).
        if (stack.complete() && at.isPresent() && inScheduler(at.getAsLong())) {
          switchedAt = at;
          return;
        }
      }
    }
  }

  private boolean inScheduler(long address) {
    return target.symbols().nameAt(address).map(n -> n.startsWith("__schedule")).orElse(false);
  }
}
