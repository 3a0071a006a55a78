package org.inquest.profile.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.inquest.formats.perf.PerfRecord;

/// What a recorder told of the ids of its events: `struct perf_record_id_index` in
/// tools/lib/perf/include/perf/event.h. It is written with hardware traces, and when a guest's
/// profile was put into its host's (perf-inject(1), `--guest-data`): there a second table says
/// which ids are a guest's (`struct id_index_entry_2`, v6.0).
final class IdIndex {
  private static final int ENTRIES_AT = 16;
  private static final int ENTRY = 32;
  private static final int GUEST_ENTRY = 16;
  private static final int MOST = 1 << 20;

  private final Map<Long, Integer> cpus = new HashMap<>();
  private final Set<Long> guests = new HashSet<>();

  /// Takes in a record. What does not fit into it is not there.
  void take(PerfRecord record) {
    long told = record.u64(8);
    int room = Math.max(0, record.size() - ENTRIES_AT) / ENTRY;
    int count = Math.clamp(told, 0, room);
    int second = ENTRIES_AT + count * ENTRY;
    for (int i = 0; i < count && cpus.size() < MOST; i++) {
      long id = record.u64(ENTRIES_AT + i * ENTRY);
      cpus.put(id, (int) record.u64(ENTRIES_AT + i * ENTRY + 16));
      boolean guest = told == count && record.u64(second + i * GUEST_ENTRY) != 0;
      if (guest) {
        guests.add(id);
      }
    }
  }

  /// The CPU on which an id counts; -1 where that is not told, or it counts on all.
  int cpu(long id) {
    return cpus.isEmpty() ? -1 : cpus.getOrDefault(id, -1);
  }

  /// Whether an id is of a guest, whose addresses mean nothing in its host.
  boolean guest(long id) {
    return !guests.isEmpty() && guests.contains(id);
  }
}
