package org.inquest.profile.model;

import java.util.Arrays;

/// Gives pairs of numbers dense numbers, from 0 in the order in which they first come, without
/// objects.
public final class PairTable {
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  private long[] firsts = new long[256];
  private int[] seconds = new int[256];
  private int[] slots = new int[1024];
  private int size;

  /// An empty table.
  public PairTable() {
    Arrays.fill(slots, -1);
  }

  /// The number of a pair, a new one where it has none yet.
  public int number(long first, int second) {
    int slot = slot(first, second);
    if (slots[slot] >= 0) {
      return slots[slot];
    }
    if (size == firsts.length) {
      grow();
      slot = slot(first, second);
    }
    firsts[size] = first;
    seconds[size] = second;
    slots[slot] = size;
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

  private int slot(long first, int second) {
    long mixed = (first ^ (long) second << 40 ^ second) * SPREAD;
    int at = (int) (mixed ^ mixed >>> 32) & slots.length - 1;
    while (slots[at] >= 0 && (firsts[slots[at]] != first || seconds[slots[at]] != second)) {
      at = at + 1 & slots.length - 1;
    }
    return at;
  }

  private void grow() {
    firsts = Arrays.copyOf(firsts, size * 2);
    seconds = Arrays.copyOf(seconds, size * 2);
    slots = new int[slots.length * 2];
    Arrays.fill(slots, -1);
    for (int i = 0; i < size; i++) {
      slots[slot(firsts[i], seconds[i])] = i;
    }
  }
}
