package org.inquest.profile.model;

import java.util.Arrays;

/// Gives pairs of numbers dense numbers, from 0 in the order in which they first come, without
/// objects.
public final class PairTable {
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  private long[] firsts = new long[256];
  private int[] seconds = new int[256];

  /// Two words for each slot, which are in one line of the processor's cache: the first part, and
  /// the second part with the number plus one; 0 there is a free slot.
  private long[] slots = new long[2 * 512];

  private int size;

  /// An empty table.
  public PairTable() {}

  /// The number of a pair, a new one where it has none yet.
  public int number(long first, int second) {
    int slot = slot(first, second);
    int known = (int) slots[slot + 1];
    if (known != 0) {
      return known - 1;
    }
    if (size == firsts.length) {
      grow();
      slot = slot(first, second);
    }
    firsts[size] = first;
    seconds[size] = second;
    fill(slot, size);
    return size++;
  }

  /// How many pairs there are.
  public int size() {
    return size;
  }

  /// The first part of a pair.
  public long first(int number) {
    return firsts[number];
  }

  /// The second part of a pair.
  public int second(int number) {
    return seconds[number];
  }

  private void fill(int slot, int number) {
    slots[slot] = firsts[number];
    slots[slot + 1] = (long) seconds[number] << Integer.SIZE | number + 1;
  }

  private int slot(long first, int second) {
    long mixed = (first ^ (long) second << 40 ^ second) * SPREAD;
    int mask = slots.length - 2;
    int at = (int) (mixed ^ mixed >>> 32) << 1 & mask;
    while ((int) slots[at + 1] != 0
        && (slots[at] != first || (int) (slots[at + 1] >> Integer.SIZE) != second)) {
      at = at + 2 & mask;
    }
    return at;
  }

  private void grow() {
    firsts = Arrays.copyOf(firsts, size * 2);
    seconds = Arrays.copyOf(seconds, size * 2);
    slots = new long[slots.length * 2];
    for (int i = 0; i < size; i++) {
      fill(slot(firsts[i], seconds[i]), i);
    }
  }
}
