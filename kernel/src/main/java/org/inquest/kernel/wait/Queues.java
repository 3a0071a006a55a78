package org.inquest.kernel.wait;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.kernel.list.Lists;
import org.inquest.kernel.list.Walk;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.Tasks;

/// Walks queues from any entry in them, each queue once: a thousand tasks that wait for one lock
/// cost one walk.
final class Queues {
  /// More than tasks can exist.
  private static final int LIMIT = 4 << 20;

  /// Back pointers alone do not show loops; what is lost beyond this is named as a gap anyway.
  private static final int BROKEN_LIMIT = 100_000;

  private final VirtualMemory memory;
  private final Tasks tasks;
  private final long stackSize;
  private final Map<Long, Queue> byLink = new HashMap<>();

  Queues(VirtualMemory memory, Tasks tasks, long stackSize) {
    this.memory = memory;
    this.tasks = tasks;
    this.stackSize = stackSize;
  }

  /// The queue that an entry is in.
  ///
  /// @param entry address of a waiting task's entry
  /// @param hints addresses that may be the thing's, the most likely first
  Queue of(WaiterLayout layout, long entry, long[] hints) {
    long link = entry + layout.linkAt();
    Queue known = byLink.get(link);
    if (known == null) {
      known = walk(layout, link, hints);
      for (Queue.Entry each : known.entries()) {
        byLink.put(each.address() + layout.linkAt(), known);
      }
      byLink.put(link, known);
    }
    return known;
  }

  /// Whether an entry's neighbours point back to it.
  boolean linked(WaiterLayout layout, long entry) {
    long link = entry + layout.linkAt();
    try {
      return memory.readLong(memory.readLong(link) + Long.BYTES) == link
          && memory.readLong(memory.readLong(link + Long.BYTES)) == link;
    } catch (MemoryFault e) {
      return false;
    }
  }

  private Queue walk(WaiterLayout layout, long link, long[] hints) {
    Walk<Long> others = Lists.items(memory, link, 0, LIMIT);
    Set<Long> seen = new LinkedHashSet<>();
    seen.add(link);
    seen.addAll(others.items());
    if (!others.complete()) {
      // What lies between a lost page and this entry, from behind.
      seen.addAll(Lists.backwards(memory, link, 0, BROKEN_LIMIT).items().reversed());
    }
    List<Long> ring = List.copyOf(seen);
    return layout.pointsToFirst()
        ? fromFirst(layout, ring, hints, others.complete())
        : fromHead(layout, ring, hints, others.complete());
  }

  private Queue fromFirst(WaiterLayout layout, List<Long> ring, long[] hints, boolean complete) {
    for (long hint : hints) {
      OptionalLong first = memory.findLong(hint + layout.headAt());
      if (first.isPresent()) {
        int at = ring.indexOf(first.getAsLong() + layout.linkAt());
        if (at >= 0) {
          return new Queue(hint, entries(layout, ring, at, -1), complete);
        }
      }
    }
    return new Queue(0, entries(layout, ring, 0, -1), complete);
  }

  private Queue fromHead(WaiterLayout layout, List<Long> ring, long[] hints, boolean complete) {
    int head = -1;
    for (int h = 0; h < hints.length && head < 0; h++) {
      int at = ring.indexOf(hints[h] + layout.headAt());
      if (at > 0 && !isEntry(layout, ring.get(at))) {
        head = at;
      }
    }
    if (head < 0 && complete) {
      head = onlyStranger(layout, ring);
    }
    if (head < 0) {
      return new Queue(0, entries(layout, ring, 0, -1), complete);
    }
    return new Queue(
        ring.get(head) - layout.headAt(), entries(layout, ring, head + 1, head), complete);
  }

  /// The one link in the ring that is in no task's entry; -1 where there is none or several.
  private int onlyStranger(WaiterLayout layout, List<Long> ring) {
    int found = -1;
    for (int i = 1; i < ring.size(); i++) {
      if (!isEntry(layout, ring.get(i))) {
        if (found >= 0) {
          return -1;
        }
        found = i;
      }
    }
    return found;
  }

  /// Whether a link is in an entry that lies on the stack of the very task it names.
  private boolean isEntry(WaiterLayout layout, long link) {
    OptionalLong task = memory.findLong(link - layout.linkAt() + layout.taskAt());
    if (task.isEmpty()) {
      return false;
    }
    Task known = tasks.byAddress(task.getAsLong()).orElse(null);
    return known != null && Long.compareUnsigned(link - known.stack(), stackSize) < 0;
  }

  private List<Queue.Entry> entries(WaiterLayout layout, List<Long> ring, int from, int skip) {
    List<Queue.Entry> entries = new ArrayList<>(ring.size());
    for (int i = 0; i < ring.size(); i++) {
      int at = (from + i) % ring.size();
      if (at != skip) {
        long entry = ring.get(at) - layout.linkAt();
        long task = memory.findLong(entry + layout.taskAt()).orElse(0);
        entries.add(new Queue.Entry(entry, task, access(layout, entry)));
      }
    }
    return entries;
  }

  /// What an entry wants its thing for.
  Access access(WaiterLayout layout, long entry) {
    if (layout.modeAt() < 0) {
      return Access.PLAIN;
    }
    OptionalInt mode = memory.findInt(entry + layout.modeAt());
    return mode.isPresent() && mode.getAsInt() == layout.readMode() ? Access.READ : Access.WRITE;
  }
}
