package org.inquest.profile.model;

import java.util.Arrays;
import java.util.function.IntFunction;

/// Puts functions in order of their addresses and chooses one where several begin at the same. A
/// kernel has a hundred thousand: they are numbers here, and only names that compete are read.
final class SymbolSorter {
  private static final long PAGE = 4096;

  /// A start, counted from the least, and a number are sorted as one word.
  private static final int NUMBER_BITS = 24;

  private static final int MOST = 1 << NUMBER_BITS - 1;

  private final IntFunction<String> names;
  private long[] starts = new long[1024];
  private long[] ends = new long[1024];
  private byte[] strengths = new byte[1024];
  private int[] numbers = new int[1024];
  private int count;

  /// @param names of numbers of functions
  SymbolSorter(IntFunction<String> names) {
    this.names = names;
  }

  /// Takes in a function; those beyond eight millions are left out.
  ///
  /// @param strength of [SymbolTable.Entry]
  void add(long start, long end, int strength, int number) {
    if (count == MOST) {
      return;
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
      strengths = Arrays.copyOf(strengths, count * 2);
      numbers = Arrays.copyOf(numbers, count * 2);
    }
    starts[count] = start;
    ends[count] = end;
    strengths[count] = (byte) strength;
    numbers[count++] = number;
  }

  boolean isEmpty() {
    return count == 0;
  }

  SymbolTable table() {
    int[] order = order();
    int kept = 0;
    for (int from = 0; from < count; ) {
      int to = from + 1;
      while (to < count && starts[order[to]] == starts[order[from]]) {
        to++;
      }
      order[kept++] = to - from == 1 ? order[from] : best(order, from, to);
      from = to;
    }
    long[] first = new long[kept];
    long[] behind = new long[kept];
    int[] named = new int[kept];
    for (int i = 0; i < kept; i++) {
      int at = order[i];
      first[i] = starts[at];
      named[i] = numbers[at];
      long next = i + 1 < kept ? starts[order[i + 1]] : (starts[at] + PAGE - 1 & -PAGE) + PAGE;
      behind[i] = sized(at) ? ends[at] : next;
    }
    return new SymbolTable(first, behind, named, names);
  }

  /// The functions by address; those at the same as they came.
  private int[] order() {
    long least = -1;
    long greatest = 0;
    for (int i = 0; i < count; i++) {
      least = Long.compareUnsigned(starts[i], least) < 0 ? starts[i] : least;
      greatest = Long.compareUnsigned(starts[i], greatest) > 0 ? starts[i] : greatest;
    }
    boolean wide = count > 0 && greatest - least >>> Long.SIZE - 1 - NUMBER_BITS != 0;
    return wide ? orderOfFarApart() : orderFrom(least);
  }

  private int[] orderFrom(long least) {
    long[] keys = new long[count];
    for (int i = 0; i < count; i++) {
      keys[i] = starts[i] - least << NUMBER_BITS | i;
    }
    Arrays.sort(keys);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = (int) keys[i] & (1 << NUMBER_BITS) - 1;
    }
    return order;
  }

  private int[] orderOfFarApart() {
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Long.compareUnsigned(starts[a], starts[b]));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  /// Of several names of one address people know best the one with a size, the strongest, with the
  /// fewest underscores in front, the longest, the one that the file has first. Of names without
  /// sizes, those of the kernel for example, the last. perf chooses alike.
  private int best(int[] order, int from, int to) {
    int best = -1;
    for (int i = from; i < to; i++) {
      if (sized(order[i]) && (best < 0 || better(order[i], best))) {
        best = order[i];
      }
    }
    return best < 0 ? order[to - 1] : best;
  }

  private boolean better(int one, int other) {
    if (strengths[one] != strengths[other]) {
      return strengths[one] > strengths[other];
    }
    String name = names.apply(numbers[one]);
    String otherName = names.apply(numbers[other]);
    int underscores = underscores(name) - underscores(otherName);
    return underscores != 0 ? underscores < 0 : name.length() > otherName.length();
  }

  private static int underscores(String name) {
    int count = 0;
    while (count < name.length() && name.charAt(count) == '_') {
      count++;
    }
    return count;
  }

  private boolean sized(int at) {
    return ends[at] != starts[at];
  }
}
