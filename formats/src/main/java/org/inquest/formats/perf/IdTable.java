package org.inquest.formats.perf;

import java.util.Arrays;

/// From the ids of records to events, without objects.
final class IdTable {
  private static final long SPREAD = 0x9e3779b97f4a7c15L;

  private long[] keys = new long[64];
  private int[] events = new int[64];
  private int count;

  IdTable() {
    Arrays.fill(events, -1);
  }

  void put(long id, int event) {
    if (2 * count >= keys.length) {
      grow();
    }
    int at = slot(id);
    if (events[at] < 0) {
      count++;
    }
    keys[at] = id;
    events[at] = event;
  }

  /// The event with an id; -1 for none.
  int get(long id) {
    return events[slot(id)];
  }

  private int slot(long id) {
    int at = (int) (id * SPREAD >>> 32) & keys.length - 1;
    while (events[at] >= 0 && keys[at] != id) {
      at = at + 1 & keys.length - 1;
    }
    return at;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldEvents = events;
    keys = new long[2 * oldKeys.length];
    events = new int[keys.length];
    Arrays.fill(events, -1);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldEvents[i] >= 0) {
        int at = slot(oldKeys[i]);
        keys[at] = oldKeys[i];
        events[at] = oldEvents[i];
      }
    }
  }
}
