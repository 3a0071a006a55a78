package org.inquest.lab.sweep.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which case is next, for several guests at a time.
///
/// Every step goes from its first call to the one that it does not reach any more: how many calls
/// there are changes a little from run to run, so that the count of a clean run is an estimate
/// only.
final class CaseQueue {
  /// A step that is never at its end: each failure makes it try again.
  private static final int BEYOND = 4;

  private static final long SLACK = 50;

  /// The same for a command, whose calls nobody has counted.
  private static final long UNCOUNTED = 20_000;

  private final Map<String, Long> counts;
  private final Deque<String> steps;
  private final Set<String> tried = new HashSet<>();
  private final Deque<SweepCase> more = new ArrayDeque<>();
  private final List<String> endless = new ArrayList<>();
  private long next = 1;
  private int done;

  /// @param counts calls of each step that can fail, in the order in which steps are tried
  CaseQueue(Map<String, Long> counts) {
    this.counts = new LinkedHashMap<>(counts);
    this.steps = new ArrayDeque<>(counts.keySet());
  }

  /// What was done before, by a sweep that was broken off.
  synchronized void skip(Journal.Told before) {
    before.results().forEach(result -> tried.add(result.tried().toString()));
    done = tried.size();
    steps.removeAll(before.done());
  }

  /// Adds a case at the end.
  synchronized void add(SweepCase later) {
    if (!tried.contains(later.toString())) {
      more.add(later);
    }
  }

  /// The next case; empty if there is none.
  synchronized Optional<SweepCase> next() {
    while (!steps.isEmpty()) {
      String step = steps.getFirst();
      long counted = count(step);
      if (next > (counted == 0 ? UNCOUNTED : counted * BEYOND + SLACK)) {
        endless.add(step);
        leave();
        continue;
      }
      SweepCase one = SweepCase.of(step, next++);
      if (tried.add(one.toString())) {
        return Optional.of(one);
      }
    }
    while (!more.isEmpty()) {
      SweepCase one = more.removeFirst();
      if (tried.add(one.toString())) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /// Takes note of what came of a case.
  ///
  /// @return the step, if this was its end
  synchronized Optional<String> result(CaseResult result) {
    done++;
    SweepCase one = result.tried();
    boolean numbered = one.nth() > 0 && one.then() == 0;
    boolean end = numbered && !result.injected() && result.fine();
    if (end && !steps.isEmpty() && steps.getFirst().equals(one.step())) {
      leave();
      return Optional.of(one.step());
    }
    return Optional.empty();
  }

  /// Cases done.
  synchronized int done() {
    return done;
  }

  /// Cases that are left, as far as is known.
  synchronized long left() {
    long left = more.size();
    boolean first = true;
    for (String step : steps) {
      left += Math.max(0, count(step) - (first ? next - 1 : 0));
      first = false;
    }
    return left;
  }

  /// Steps whose end was never reached.
  synchronized List<String> endless() {
    return List.copyOf(endless);
  }

  private long count(String step) {
    return counts.getOrDefault(step, 0L);
  }

  private void leave() {
    steps.removeFirst();
    next = 1;
  }
}
