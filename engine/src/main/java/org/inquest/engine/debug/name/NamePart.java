package org.inquest.engine.debug.name;

import java.util.Arrays;

/// A part of a [NameTable]: keys and places of entries in the order they came, and a hash table
/// over them that knows which are there.
final class NamePart {
  private final int most;
  private int[] slots = new int[1024];
  private long[] identities = new long[512];
  private long[] keys = new long[512];
  private long[] offsets = new long[512];
  private int size;
  private boolean full;

  NamePart(int most) {
    this.most = most;
  }

  /// See [NameTable#add].
  synchronized boolean add(long key, long distinct, long offset) {
    long identity = key ^ NameKind.mix(distinct);
    int slot = slot(identity);
    int known = slots[slot] - 1;
    if (known >= 0) {
      // Threads meet units in any order; the file must not depend on it.
      offsets[known] = Math.min(offsets[known], offset);
      return false;
    }
    if (size == most) {
      full = true;
      return false;
    }
    if (size == keys.length) {
      grow();
      slot = slot(identity);
    }
    identities[size] = identity;
    keys[size] = key;
    offsets[size] = offset;
    slots[slot] = ++size;
    return true;
  }

  /// The slot that has an identity, or the free one for it.
  private int slot(long identity) {
    int mask = slots.length - 1;
    int slot = (int) NameKind.mix(identity) & mask;
    while (slots[slot] != 0 && identities[slots[slot] - 1] != identity) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    int room = size * 2;
    identities = Arrays.copyOf(identities, room);
    keys = Arrays.copyOf(keys, room);
    offsets = Arrays.copyOf(offsets, room);
    slots = new int[room * 2];
    for (int i = 0; i < size; i++) {
      slots[slot(identities[i])] = i + 1;
    }
  }

  synchronized boolean isFull() {
    return full;
  }

  int size() {
    return size;
  }

  /// Puts keys in order, and the places of equal keys.
  void sort() {
    Integer[] order = new Integer[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    Arrays.sort(
        order,
        (a, b) -> {
          int byKey = Long.compareUnsigned(keys[a], keys[b]);
          return byKey != 0 ? byKey : Long.compare(offsets[a], offsets[b]);
        });
    long[] sortedKeys = new long[size];
    long[] sortedOffsets = new long[size];
    for (int i = 0; i < size; i++) {
      sortedKeys[i] = keys[order[i]];
      sortedOffsets[i] = offsets[order[i]];
    }
    keys = sortedKeys;
    offsets = sortedOffsets;
    // Nothing is added any more.
    slots = new int[0];
    identities = new long[0];
  }

  byte[] keyBytes() {
    return bytes(keys);
  }

  byte[] offsetBytes() {
    return bytes(offsets);
  }

  private byte[] bytes(long[] numbers) {
    NameTable.Sheet sheet = new NameTable.Sheet(size * Long.BYTES);
    for (int i = 0; i < size; i++) {
      sheet.add(numbers[i]);
    }
    return sheet.bytes();
  }
}
