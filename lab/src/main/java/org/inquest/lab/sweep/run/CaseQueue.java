package org.inquest.lab.sweep.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
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
/// only. Steps whose calls nobody has counted take turns, so that all get their share of a sweep
/// that ends before they do.
final class CaseQueue {
  /// Instead of a count: nobody knows it.
  static final long NOT_COUNTED = -1;

  /// A step that is never at its end: each failure makes it try again.
  private static final int BEYOND = 4;

  private static final long SLACK = 50;

  /// The same where nobody has counted.
  private static final long MOST = 20_000;

  private final Map<String, Long> counts;
  private final Deque<String> steps;
  private final Set<String> tried = new HashSet<>();
  private final Deque<SweepCase> more = new ArrayDeque<>();
  private final List<String> endless = new ArrayList<>();
  private final Map<String, Long> next = new HashMap<>();
  private int done;

  /// @param counts calls of each step that can fail, or [#NOT_COUNTED], in the order in which steps
  ///   are tried
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
      String step = steps.removeFirst();
      long nth = next.merge(step, 1L, Long::sum);
      if (nth > most(step)) {
        endless.add(step);
        continue;
      }
      if (count(step) < 0) {
        steps.addLast(step);
      } else {
        steps.addFirst(step);
      }
      SweepCase one = SweepCase.of(step, nth);
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
    return end && steps.remove(one.step()) ? Optional.of(one.step()) : Optional.empty();
  }

  /// Cases done.
  synchronized int done() {
    return done;
  }

  /// Cases that are left, as far as is known.
  synchronized long left() {
    long left = more.size();
    for (String step : steps) {
      left += Math.max(0, count(step) - next.getOrDefault(step, 0L));
    }
    return left;
  }

  /// Steps whose end is not in sight.
  synchronized List<String> open() {
    return steps.stream().filter(step -> count(step) < 0).toList();
  }

  /// Steps whose end was never reached.
  synchronized List<String> endless() {
    return List.copyOf(endless);
  }

  private long most(String step) {
    long counted = count(step);
    return counted < 0 ? MOST : counted * BEYOND + SLACK;
  }

  private long count(String step) {
    return counts.getOrDefault(step, 0L);
  }
}
