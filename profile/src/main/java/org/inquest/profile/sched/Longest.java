package org.inquest.profile.sched;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToLongFunction;

/// The longest few of many.
final class Longest<T> {
  private final int most;
  private final ToLongFunction<T> length;
  private final PriorityQueue<T> kept;

  Longest(int most, ToLongFunction<T> length) {
    this.most = most;
    this.length = length;
    this.kept = new PriorityQueue<>(Comparator.comparingLong(length));
  }

  /// Whether something so long would be kept: saves making it.
  boolean wants(long candidate) {
    return most > 0 && (kept.size() < most || candidate > length.applyAsLong(kept.element()));
  }

  void add(T one) {
    if (wants(length.applyAsLong(one))) {
      kept.add(one);
      if (kept.size() > most) {
        kept.remove();
      }
    }
  }

  /// The longest first.
  List<T> list() {
    List<T> out = new ArrayList<>(kept);
    out.sort(Comparator.comparingLong(length).reversed());
    return out;
  }
}
