package org.inquest.diagnose.wait;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who waits for a task: the edges of the wait graph, backwards.
final class Followers {
  private final Map<Long, List<Wait>> direct = new HashMap<>();

  Followers(Map<Long, Wait> waits) {
    for (Wait wait : waits.values()) {
      Set<Long> next = new HashSet<>(Cycles.next(wait));
      wait.holders().forEach(h -> next.add(h.party().address()));
      for (long to : next) {
        direct.computeIfAbsent(to, k -> new ArrayList<>()).add(wait);
      }
    }
  }

  /// Those who wait for any of the tasks, also through others, nearest first, without the tasks.
  List<Wait> of(Collection<Long> tasks) {
    Set<Long> seen = new HashSet<>(tasks);
    List<Wait> found = new ArrayList<>();
    for (long task : tasks) {
      add(task, seen, found);
    }
    for (int i = 0; i < found.size(); i++) {
      add(found.get(i).party().address(), seen, found);
    }
    return found;
  }

  private void add(long task, Set<Long> seen, List<Wait> found) {
    for (Wait wait : direct.getOrDefault(task, List.of())) {
      if (seen.add(wait.party().address())) {
        found.add(wait);
      }
    }
  }
}
