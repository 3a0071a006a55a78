package org.inquest.engine.debug;

import java.util.Arrays;
import java.util.function.Consumer;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.dwarf.RangeSink;
import org.inquest.formats.fault.InquestException;

/// The ranges of addresses of all units, as the units themselves tell them.
final class UnitRanges {
  private static final int MAX_RANGES = 1 << 20;

  private long[] lows = new long[1024];
  private long[] highs = new long[1024];
  private int[] units = new int[1024];
  private int count;

  private UnitRanges() {}

  /// Reads the first entry of each unit.
  ///
  /// @param gaps told of each unit that can't be read
  static UnitRanges of(DwarfFile file, Consumer<String> gaps) {
    UnitRanges all = new UnitRanges();
    for (int i = 0; i < file.unitCount(); i++) {
      try {
        file.unit(i).attributes().ranges(all.sink(i));
      } catch (InquestException e) {
        gaps.accept(e.getMessage());
      }
    }
    all.sort();
    return all;
  }

  private RangeSink sink(int unit) {
    return (low, high) -> {
      if (count < MAX_RANGES && !LineRows.isDiscarded(low)) {
        if (count == lows.length) {
          lows = Arrays.copyOf(lows, count * 2);
          highs = Arrays.copyOf(highs, count * 2);
          units = Arrays.copyOf(units, count * 2);
        }
        lows[count] = low;
        highs[count] = high;
        units[count++] = unit;
      }
    };
  }

  private void sort() {
    int[] order = IndexSort.sort(count, (a, b) -> Long.compareUnsigned(lows[a], lows[b]) < 0);
    lows = Arrays.stream(order).mapToLong(i -> lows[i]).toArray();
    highs = Arrays.stream(order).mapToLong(i -> highs[i]).toArray();
    units = Arrays.stream(order).map(i -> units[i]).toArray();
  }

  /// The number of the unit with an address, or -1. Of ranges that overlap the one that begins last
  /// counts.
  int unitOf(long address) {
    int low = 0;
    int high = lows.length;
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
