package org.inquest.diagnose.wait;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Stack;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.wait.Access;
import org.inquest.kernel.wait.Waiting;

/// Finds who holds a spinlock, which is not recorded: it must be on a CPU, for holders can't be
/// switched out, so each CPU's stack is asked which function took the lock.
final class SpinHolders {
  private final Target target;
  private final Roster roster;
  private final Places places;
  private final LockCalls calls;
  private final Map<Long, Waiting> waiting;

  SpinHolders(
      Target target, Roster roster, Places places, LockCalls calls, Map<Long, Waiting> waiting) {
    this.target = target;
    this.roster = roster;
    this.places = places;
    this.calls = calls;
    this.waiting = waiting;
  }

  /// The task that holds a lock, where one CPU's stack tells.
  List<Holder> of(long lock) {
    List<Holder> sure = new ArrayList<>();
    List<Holder> perhaps = new ArrayList<>();
    for (Task task : roster.all()) {
      if (!task.onCpu()) {
        continue;
      }
      look(task, lock, sure, perhaps);
    }
    return sure.isEmpty() ? perhaps : sure;
  }

  private void look(Task task, long lock, List<Holder> sure, List<Holder> perhaps) {
    Stack stack = roster.stackOf(task);
    Waiting own = waiting.get(task.address());
    int from = own == null ? 0 : own.frame() + 1;
    boolean waitsForIt = own != null && own.object() == lock;
    for (int i = from; i < stack.frames().size() && !Places.user(stack.frames().get(i)); i++) {
      Frame frame = stack.frames().get(i);
      LockCalls.Sign sign = calls.before(frame, LockFamily.SPIN, lock);
      String function = places.function(frame);
      if (sign == LockCalls.Sign.TOOK_THIS) {
        sure.add(holder(task, Confidence.LIKELY, function, " took this lock"));
        return;
      }
      if (sign == LockCalls.Sign.TOOK_ONE && !waitsForIt) {
        if (StackMentions.of(target, stack, Places.context(stack, i), lock)) {
          sure.add(
              holder(
                  task,
                  Confidence.LIKELY,
                  function,
                  " took a spinlock, has this one's address on its stack,"));
        } else {
          perhaps.add(holder(task, Confidence.POSSIBLE, function, " took a spinlock"));
        }
        return;
      }
    }
  }

  private static Holder holder(Task task, Confidence confidence, String function, String took) {
    return new Holder(
        Party.of(task),
        Access.PLAIN,
        confidence,
        List.of(function + took + " and has not let go of it"),
        function);
  }
}
