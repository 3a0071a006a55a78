package org.inquest.formats.perf;

import java.util.Arrays;

/// Records that wait for their turn: times and places, sorted when they are asked for. Each ring
/// writes in order, so that what comes in consists of few runs, which are merged.
final class TimeQueue {
  /// Takes places in order of time.
  @FunctionalInterface
  interface Taker {
    void take(long time, long place);
  }

  /// 256 MB with the arrays that merging needs. A round of perf has some thousands.
  private static final int MOST = 1 << 23;

  private long[] times = new long[1024];
  private long[] places = new long[1024];
  private long[] otherTimes = new long[0];
  private long[] otherPlaces = new long[0];
  private int count;
  private long latest;
  private long limit;

  /// Takes in a record; where too many wait, the earlier half goes out.
  void add(long time, long place, Taker taker) {
    if (count == times.length) {
      if (count == MOST) {
        sort();
        release(MOST / 2, taker);
      } else {
        times = Arrays.copyOf(times, count * 2);
        places = Arrays.copyOf(places, count * 2);
      }
    }
    times[count] = time;
    places[count++] = place;
    if (Long.compareUnsigned(time, latest) > 0) {
      latest = time;
    }
  }

  /// A round is finished: nothing that comes belongs before the latest of the round before.
  void round(Taker taker) {
    sort();
    int ready = 0;
    while (ready < count && Long.compareUnsigned(times[ready], limit) <= 0) {
      ready++;
    }
    release(ready, taker);
    limit = latest;
  }

  /// Everything goes out.
  void finish(Taker taker) {
    sort();
    release(count, taker);
  }

  private void release(int ready, Taker taker) {
    for (int i = 0; i < ready; i++) {
      taker.take(times[i], places[i]);
    }
    count -= ready;
    System.arraycopy(times, ready, times, 0, count);
    System.arraycopy(places, ready, places, 0, count);
  }

  private void sort() {
    while (count > 0) {
      int runs = 0;
      int low = 0;
      while (low < count) {
        int middle = runEnd(low);
        if (middle == count && runs == 0 && low == 0) {
          return;
        }
        int high = middle == count ? count : runEnd(middle);
        merge(low, middle, high);
        runs++;
        low = high;
      }
      long[] sortedTimes = otherTimes;
      long[] sortedPlaces = otherPlaces;
      otherTimes = times;
      otherPlaces = places;
      times = sortedTimes;
      places = sortedPlaces;
      if (runs <= 1) {
        return;
      }
    }
  }

  private int runEnd(int from) {
    int end = from + 1;
    while (end < count && Long.compareUnsigned(times[end - 1], times[end]) <= 0) {
      end++;
    }
    return end;
  }

  private void merge(int low, int middle, int high) {
    if (otherTimes.length < times.length) {
      otherTimes = new long[times.length];
      otherPlaces = new long[times.length];
    }
    int left = low;
    int right = middle;
    for (int at = low; at < high; at++) {
      boolean takeRight =
          left == middle || right < high && Long.compareUnsigned(times[right], times[left]) < 0;
      int from = takeRight ? right++ : left++;
      otherTimes[at] = times[from];
      otherPlaces[at] = places[from];
    }
  }
}
