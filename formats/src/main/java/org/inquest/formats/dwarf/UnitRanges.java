package org.inquest.formats.dwarf;

import java.util.Arrays;
import org.inquest.formats.bytes.IndexSort;

/// Ranges of addresses and the units they belong to: first filled, then asked.
public final class UnitRanges {
  /// A kernel has 5,000.
  public static final int MAX_RANGES = 1 << 20;

  private long[] lows = new long[1024];
  private long[] highs = new long[1024];
  private long[] units = new long[1024];
  private int count;

  /// There are no ranges yet.
  public UnitRanges() {}

  /// Adds a range.
  ///
  /// @param high behind its last byte
  /// @param unit what is to be known of it: a unit's offset or number
  /// @return whether there was room for it
  public boolean add(long low, long high, long unit) {
    if (count == MAX_RANGES) {
      return false;
    }
    if (count == lows.length) {
      lows = Arrays.copyOf(lows, count * 2);
      highs = Arrays.copyOf(highs, count * 2);
      units = Arrays.copyOf(units, count * 2);
    }
    lows[count] = low;
    highs[count] = high;
    units[count++] = unit;
    return true;
  }

  /// To be called once, when all were added.
  public UnitRanges sorted() {
    int[] order = IndexSort.sort(count, (a, b) -> Long.compareUnsigned(lows[a], lows[b]) < 0);
    lows = Arrays.stream(order).mapToLong(i -> lows[i]).toArray();
    highs = Arrays.stream(order).mapToLong(i -> highs[i]).toArray();
    units = Arrays.stream(order).mapToLong(i -> units[i]).toArray();
    return this;
  }

  public int size() {
    return count;
  }

  /// The unit whose range holds an address, or -1. Of ranges that overlap the one that begins last
  /// counts.
  public long unitOf(long address) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(lows[middle], address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low > 0 && Long.compareUnsigned(address, highs[low - 1]) < 0 ? units[low - 1] : -1;
  }
}
