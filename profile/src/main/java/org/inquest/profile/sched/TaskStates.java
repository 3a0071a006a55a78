package org.inquest.profile.sched;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.perf.trace.TraceFormat;

/// What the number `prev_state` of a `sched_switch` means. The bits have moved between kernels;
/// each one's own print format pairs them with ps's letters: `{ 0x00000002, "D" }`. A bit above
/// these says that the task was preempted (commit efb40f588b43, "sched/tracing: Fix
/// trace_sched_switch task-state printing").
final class TaskStates {
  private static final Pattern PAIR =
      Pattern.compile("\\{\\s*(0x[0-9a-fA-F]{1,8}|\\d{1,9})\\s*,\\s*\"(.)\"\\s*}");

  /// `TASK_INTERRUPTIBLE` and `TASK_UNINTERRUPTIBLE` of all kernels.
  private static final Map<Long, Rest> USUAL =
      Map.of(1L, Rest.INTERRUPTIBLE, 2L, Rest.UNINTERRUPTIBLE);

  private final Map<Long, Rest> bits = new HashMap<>();
  private final long preempted;

  TaskStates(TraceFormat format) {
    Matcher pair = PAIR.matcher(format.print());
    while (pair.find() && bits.size() < Long.SIZE) {
      bits.put(Long.decode(pair.group(1)), rest(pair.group(2).charAt(0)));
    }
    if (bits.isEmpty()) {
      bits.putAll(USUAL);
    }
    this.preempted = 2 * Collections.max(bits.keySet());
  }

  private static Rest rest(char letter) {
    return switch (letter) {
      case 'S' -> Rest.INTERRUPTIBLE;
      case 'D' -> Rest.UNINTERRUPTIBLE;
      case 'I' -> Rest.IDLE;
      case 'X', 'Z', 'x' -> Rest.ENDED;
      case 'R' -> Rest.RUNNABLE;
      default -> Rest.STOPPED;
    };
  }

  /// What a task that was switched out with a state does from then on.
  Rest of(long state) {
    Rest found = Long.compareUnsigned(state, preempted) >= 0 ? Rest.PREEMPTED : Rest.RUNNABLE;
    for (long rest = state; rest != 0; rest &= rest - 1) {
      Rest one = bits.get(Long.lowestOneBit(rest));
      // Of several, the one that says more: D with wakekill, D without load.
      found = one != null && one.compareTo(found) > 0 ? one : found;
    }
    return found;
  }
}
