package org.inquest.profile.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inquest.profile.model.ThreadState;

/// Single stacks with thread, time and weight, in 24 bytes each.
public final class Timeline {
  /// What 192 MB hold. Who has more chooses a part.
  static final int MOST = 8_000_000;

  private static final int CHUNK_BITS = 16;
  private static final int CHUNK = 1 << CHUNK_BITS;

  /// A thread of the timeline, with the last name that it had.
  ///
  /// @param pid the process
  /// @param tid the thread
  /// @param name as the kernel has it
  public record Thread(int pid, int tid, String name) {}

  private final List<long[]> times = new ArrayList<>();
  private final List<long[]> weights = new ArrayList<>();
  private final List<int[]> nodes = new ArrayList<>();
  private final List<int[]> owners = new ArrayList<>();
  private final Map<Integer, Integer> numbers = new HashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private int size;
  private long dropped;

  /// An empty one.
  public Timeline() {}

  /// Adds one.
  ///
  /// @param time nanoseconds of the profile's clock
  /// @param node of the tree
  public void add(ThreadState thread, long time, int node, long weight) {
    add(new Thread(thread.pid(), thread.tid(), thread.comm()), time, node, weight);
  }

  /// Adds one.
  public void add(Thread thread, long time, int node, long weight) {
    if (size == MOST) {
      dropped++;
      return;
    }
    if (size % CHUNK == 0) {
      times.add(new long[CHUNK]);
      weights.add(new long[CHUNK]);
      nodes.add(new int[CHUNK]);
      owners.add(new int[CHUNK]);
    }
    int at = size % CHUNK;
    times.getLast()[at] = time;
    weights.getLast()[at] = weight;
    nodes.getLast()[at] = node;
    owners.getLast()[at] = number(thread);
    size++;
  }

  private int number(Thread thread) {
    Integer known = numbers.get(thread.tid());
    if (known == null) {
      known = threads.size();
      numbers.put(thread.tid(), known);
      threads.add(thread);
    } else if (!threads.get(known).equals(thread)) {
      threads.set(known, thread);
    }
    return known;
  }

  /// How many there are.
  public int size() {
    return size;
  }

  /// How many more did not find room.
  public long dropped() {
    return dropped;
  }

  /// The threads, by their numbers here.
  public List<Thread> threads() {
    return threads;
  }

  /// What a thread's process is called: as its first thread, where that one has stacks.
  String process(Thread thread) {
    Integer first = numbers.get(thread.pid());
    return first == null ? thread.name() : threads.get(first).name();
  }

  /// Nanoseconds.
  long time(int i) {
    return times.get(i >> CHUNK_BITS)[i & CHUNK - 1];
  }

  /// In the unit of the stacks.
  long weight(int i) {
    return weights.get(i >> CHUNK_BITS)[i & CHUNK - 1];
  }

  /// The innermost function, a node of the tree.
  int node(int i) {
    return nodes.get(i >> CHUNK_BITS)[i & CHUNK - 1];
  }

  /// The number of its thread.
  int thread(int i) {
    return owners.get(i >> CHUNK_BITS)[i & CHUNK - 1];
  }

  /// The earliest time; 0 where there is none.
  long start() {
    long first = size == 0 ? 0 : Long.MAX_VALUE;
    for (int i = 0; i < size; i++) {
      first = Math.min(first, time(i));
    }
    return first;
  }

  /// Positions of each thread's stacks, in order of time.
  List<int[]> byThread() {
    int[] counts = new int[threads.size()];
    for (int i = 0; i < size; i++) {
      counts[thread(i)]++;
    }
    List<int[]> out = new ArrayList<>();
    for (int count : counts) {
      out.add(new int[count]);
    }
    int[] next = new int[counts.length];
    for (int i = 0; i < size; i++) {
      out.get(thread(i))[next[thread(i)]++] = i;
    }
    return out;
  }
}
