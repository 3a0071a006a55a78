package org.inquest.diagnose.wait;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds where the wait graph comes back to itself: in each strongly connected knot of tasks, one
/// shortest cycle.
///
/// Tasks without a way out are peeled off first, which leaves the cycles and what leads to them;
/// each step is linear in tasks and edges, also for a chain of thousands.
final class Cycles {
  private final Map<Long, Wait> waits;

  Cycles(Map<Long, Wait> waits) {
    this.waits = waits;
  }

  /// The tasks that have to act before a wait can end: firm holders, or the writer ahead.
  static List<Long> next(Wait wait) {
    if (wait.ahead().isPresent()) {
      return List.of(wait.ahead().get().address());
    }
    List<Long> next = new ArrayList<>(wait.holders().size());
    for (Holder holder : wait.holders()) {
      if (holder.firm()) {
        next.add(holder.party().address());
      }
    }
    return next;
  }

  /// One cycle for each knot, begun at the task with the lowest PID.
  List<List<Wait>> all() {
    Set<Long> left = new HashSet<>(waits.keySet());
    peel(left);
    List<List<Wait>> cycles = new ArrayList<>();
    Set<Long> done = new HashSet<>();
    for (Wait start : waits.values()) {
      if (left.contains(start.party().address()) && !done.contains(start.party().address())) {
        List<Wait> cycle = shortest(start, left);
        boolean fresh = cycle.stream().noneMatch(w -> done.contains(w.party().address()));
        if (!cycle.isEmpty() && fresh) {
          cycle.forEach(w -> done.add(w.party().address()));
          cycles.add(cycle);
        }
      }
    }
    return cycles;
  }

  /// Removes, again and again, every task none of whose blockers is left.
  private void peel(Set<Long> left) {
    Map<Long, List<Long>> behind = new HashMap<>();
    Map<Long, Integer> open = new LinkedHashMap<>();
    for (Wait wait : waits.values()) {
      long from = wait.party().address();
      int count = 0;
      for (long to : next(wait)) {
        if (waits.containsKey(to)) {
          behind.computeIfAbsent(to, k -> new ArrayList<>()).add(from);
          count++;
        }
      }
      open.put(from, count);
    }
    ArrayDeque<Long> free = new ArrayDeque<>();
    open.forEach((task, count) -> {
      if (count == 0) {
        free.add(task);
      }
    });
    while (!free.isEmpty()) {
      long task = free.poll();
      left.remove(task);
      for (long waiter : behind.getOrDefault(task, List.of())) {
        if (open.merge(waiter, -1, Integer::sum) == 0) {
          free.add(waiter);
        }
      }
    }
  }

  /// A task on the way from a start, with the way to it.
  private record Step(Wait at, @Nullable Step before) {}

  /// The shortest way from a task back to itself; empty if it only leads into a cycle.
  private List<Wait> shortest(Wait start, Set<Long> among) {
    Set<Long> seen = new HashSet<>();
    ArrayDeque<Step> queue = new ArrayDeque<>();
    queue.add(new Step(start, null));
    while (!queue.isEmpty()) {
      Step here = queue.remove();
      for (long to : next(here.at)) {
        if (to == start.party().address()) {
          return way(here);
        }
        Wait wait = waits.get(to);
        if (wait != null && among.contains(to) && seen.add(to)) {
          queue.add(new Step(wait, here));
        }
      }
    }
    return List.of();
  }

  private static List<Wait> way(Step end) {
    List<Wait> way = new ArrayList<>();
    for (Step step = end; step != null; step = step.before) {
      way.add(step.at);
    }
    Collections.reverse(way);
    return way;
  }
}
