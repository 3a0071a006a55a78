package org.inquest.profile.sched;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Times summed over pairs of tasks: who waited, and for whom.
final class Pairs {
  private static final int MOST = 50_000;

  private record Key(int waiter, int other, boolean interrupt, Rest rest) {}

  private static final class Sum {
    private final Party waiter;
    private final Party other;
    private final Delays delays = new Delays();

    Sum(Party waiter, Party other) {
      this.waiter = waiter;
      this.other = other;
    }
  }

  private final Map<Key, Sum> sums = new HashMap<>();
  private long left;

  void add(Party waiter, Party other, boolean interrupt, Rest rest, long from, long to) {
    Key key = new Key(waiter.tid(), interrupt ? 0 : other.tid(), interrupt, rest);
    Sum sum = sums.get(key);
    if (sum == null) {
      if (sums.size() >= MOST) {
        left++;
        return;
      }
      sum = new Sum(waiter, other);
      sums.put(key, sum);
    }
    sum.delays.add(from, to);
  }

  /// How many were left out as there were too many pairs.
  long left() {
    return left;
  }

  /// The most time first.
  List<PairSum> list() {
    List<PairSum> out = new ArrayList<>();
    sums.forEach((key, sum) ->
        out.add(new PairSum(sum.waiter, sum.other, key.interrupt(), key.rest(), sum.delays)));
    out.sort(Comparator.<PairSum>comparingLong(pair -> pair.delays().total()).reversed());
    return out;
  }
}
