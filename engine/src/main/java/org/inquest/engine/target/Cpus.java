package org.inquest.engine.target;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.symbol.Symbols;
import org.inquest.formats.fault.MemoryFault;

/// The machine's CPUs and where each one's per-CPU area lies.
public final class Cpus {
  /// NR_CPUS of the largest distribution kernels is 8192.
  private static final int MAX_CPUS = 8192;

  private final List<Integer> possible;
  private final List<Integer> online;
  private final long[] offsets;

  private Cpus(List<Integer> possible, List<Integer> online, long[] offsets) {
    this.possible = List.copyOf(possible);
    this.online = List.copyOf(online);
    this.offsets = offsets;
  }

  /// Reads `__cpu_possible_mask`, `__cpu_online_mask` and `__per_cpu_offset`. What can't be read is
  /// as if it were one CPU.
  static Cpus read(VirtualMemory memory, Symbols symbols) {
    int count = 1;
    OptionalLong ids = symbols.findAddress("nr_cpu_ids");
    if (ids.isPresent()) {
      count = Math.clamp(memory.findInt(ids.getAsLong()).orElse(1), 1, MAX_CPUS);
    }
    List<Integer> possible = mask(memory, symbols, "__cpu_possible_mask", count);
    List<Integer> online = mask(memory, symbols, "__cpu_online_mask", count);
    if (possible.isEmpty()) {
      possible = online.isEmpty() ? List.of(0) : online;
    }
    long[] offsets = new long[possible.getLast() + 1];
    OptionalLong table = symbols.findAddress("__per_cpu_offset");
    for (int cpu : possible) {
      offsets[cpu] =
          table.isPresent() ? memory.findLong(table.getAsLong() + 8L * cpu).orElse(0) : 0;
    }
    return new Cpus(possible, online.isEmpty() ? possible : online, offsets);
  }

  private static List<Integer> mask(VirtualMemory memory, Symbols symbols, String name, int count) {
    List<Integer> cpus = new ArrayList<>();
    OptionalLong at = symbols.findAddress(name);
    if (at.isPresent()) {
      try {
        for (int cpu = 0; cpu < count; cpu++) {
          if ((memory.readLong(at.getAsLong() + cpu / 64 * 8L) >>> (cpu & 63) & 1) != 0) {
            cpus.add(cpu);
          }
        }
      } catch (MemoryFault e) {
        return List.of();
      }
    }
    return cpus;
  }

  /// Every CPU that the machine could have, ascending.
  public List<Integer> possible() {
    return possible;
  }

  /// Every CPU that was online, ascending.
  public List<Integer> online() {
    return online;
  }

  /// What a per-CPU variable's symbol must be moved by to get a CPU's own copy.
  public long offset(int cpu) {
    return cpu >= 0 && cpu < offsets.length ? offsets[cpu] : 0;
  }
}
