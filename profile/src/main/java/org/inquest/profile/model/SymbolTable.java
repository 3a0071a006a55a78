package org.inquest.profile.model;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/// The functions of a binary by address. Most are never asked for: what they are called is read
/// from where it stands when somebody asks.
public final class SymbolTable {
  /// How far back a function is looked for that reaches over others' beginnings.
  private static final int OVERLAPS = 16;

  private final long[] starts;
  private final long[] ends;
  private final int[] numbers;
  private final IntFunction<String> names;

  /// A function.
  ///
  /// @param end the first address behind it; `start` where that is not known
  /// @param strength of two at the same address the stronger one counts: a global symbol, then a
  ///   local one, then a weak one
  record Entry(long start, long end, String name, int strength) {
    static final int GLOBAL = 2;
    static final int LOCAL = 1;
    static final int WEAK = 0;
  }

  /// @param numbers what `names` calls them
  SymbolTable(long[] starts, long[] ends, int[] numbers, IntFunction<String> names) {
    this.starts = starts;
    this.ends = ends;
    this.numbers = numbers;
    this.names = names;
  }

  /// Nothing.
  static SymbolTable empty() {
    return of(List.of());
  }

  /// Functions in any order. One without a size ends where the next one begins.
  static SymbolTable of(List<Entry> entries) {
    SymbolSorter sorter = new SymbolSorter(number -> entries.get(number).name());
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      sorter.add(entry.start, entry.end, entry.strength, i);
    }
    return sorter.table();
  }

  /// The same functions at other addresses.
  SymbolTable moved(long by) {
    return new SymbolTable(moved(starts, by), moved(ends, by), numbers, names);
  }

  private static long[] moved(long[] addresses, long by) {
    return Arrays.stream(addresses).map(a -> a + by).toArray();
  }

  /// How many there are.
  public int size() {
    return starts.length;
  }

  /// The function that holds an address, by its number; -1 for none.
  public int find(long address) {
    int low = behind(address);
    for (int i = low - 1; i >= Math.max(0, low - OVERLAPS); i--) {
      if (Long.compareUnsigned(address, ends[i]) < 0) {
        return i;
      }
    }
    return -1;
  }

  /// Whether a function begins in a range.
  boolean beginsWithin(long start, long end) {
    int next = behind(start - 1);
    return next < starts.length && Long.compareUnsigned(starts[next], end) < 0;
  }

  /// The first function that begins behind an address.
  private int behind(long address) {
    int low = 0;
    int high = starts.length;
    while (low < high) {
      int middle = low + high >>> 1;
      if (Long.compareUnsigned(starts[middle], address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Its name.
  public String name(int number) {
    return names.apply(numbers[number]);
  }

  /// Its first address.
  public long start(int number) {
    return starts[number];
  }

  /// The first address behind it.
  public long end(int number) {
    return ends[number];
  }

  @Override
  public String toString() {
    return starts.length + " functions";
  }
}
