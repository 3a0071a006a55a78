package org.inquest.profile.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The functions of a binary by address.
public final class SymbolTable {
  /// How far back a function is looked for that reaches over others' beginnings.
  private static final int OVERLAPS = 16;

  private static final long PAGE = 4096;

  private final long[] starts;
  private final long[] ends;
  private final String[] names;

  /// A function.
  ///
  /// @param end the first address behind it; `start` where that is not known
  /// @param strength of two at the same address the stronger one counts: a global symbol, then a
  ///   local one, then a weak one
  record Entry(long start, long end, String name, int strength) {
    static final int GLOBAL = 2;
    static final int LOCAL = 1;
    static final int WEAK = 0;

    boolean sized() {
      return end != start;
    }

    int underscores() {
      int count = 0;
      while (count < name.length() && name.charAt(count) == '_') {
        count++;
      }
      return count;
    }
  }

  /// Of several names of one address people know best the one with a size, the strongest, with the
  /// fewest underscores in front, the longest, the one that the file has first. perf chooses alike.
  private static int order(Entry a, Entry b) {
    if (a.start != b.start) {
      return Long.compareUnsigned(a.start, b.start);
    }
    if (!a.sized() || !b.sized()) {
      return Boolean.compare(b.sized(), a.sized());
    }
    if (a.strength != b.strength) {
      return b.strength - a.strength;
    }
    int underscores = a.underscores() - b.underscores();
    return underscores != 0 ? underscores : b.name.length() - a.name.length();
  }

  private SymbolTable(long[] starts, long[] ends, String[] names) {
    this.starts = starts;
    this.ends = ends;
    this.names = names;
  }

  /// Nothing.
  static SymbolTable empty() {
    return of(List.of());
  }

  /// Functions in any order. One without a size ends where the next one begins.
  static SymbolTable of(List<Entry> entries) {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(SymbolTable::order);
    List<Entry> kept = new ArrayList<>();
    for (Entry entry : sorted) {
      boolean again = !kept.isEmpty() && kept.getLast().start == entry.start;
      if (!again) {
        kept.add(entry);
      } else if (!kept.getLast().sized() && !entry.sized()) {
        // Of names without sizes, those of the kernel for example, perf takes the last.
        kept.set(kept.size() - 1, entry);
      }
    }
    int count = kept.size();
    long[] starts = new long[count];
    long[] ends = new long[count];
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      Entry entry = kept.get(i);
      starts[i] = entry.start;
      names[i] = entry.name;
      long next = i + 1 < count ? kept.get(i + 1).start : (entry.start + PAGE - 1 & -PAGE) + PAGE;
      ends[i] = entry.sized() ? entry.end : next;
    }
    return new SymbolTable(starts, ends, names);
  }

  /// The same functions at other addresses.
  SymbolTable moved(long by) {
    return new SymbolTable(
        Arrays.stream(starts).map(a -> a + by).toArray(),
        Arrays.stream(ends).map(a -> a + by).toArray(),
        names);
  }

  /// How many there are.
  public int size() {
    return starts.length;
  }

  /// The function that holds an address, by its number; -1 for none.
  public int find(long address) {
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
    for (int i = low - 1; i >= Math.max(0, low - OVERLAPS); i--) {
      if (Long.compareUnsigned(address, ends[i]) < 0) {
        return i;
      }
    }
    return -1;
  }

  /// Its name.
  public String name(int number) {
    return names[number];
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
    return Arrays.toString(names);
  }
}
