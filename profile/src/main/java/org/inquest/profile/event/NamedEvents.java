package org.inquest.profile.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.profile.system.EventAttr;

/// Events that the kernel gives a number of its own (`enum perf_hw_id`, `perf_sw_ids`,
/// `perf_hw_cache_id` in `include/uapi/linux/perf_event.h`), by the names that perf made common.
public final class NamedEvents {
  private NamedEvents() {}

  /// An event with a name.
  ///
  /// @param aliases other names, and names of oprofile
  /// @param description what one count is
  public record Named(
      String name,
      List<String> aliases,
      EventKind kind,
      int type,
      long config,
      String description) {}

  private static final List<Named> HARDWARE =
      List.of(
          hard("cycles", 0, "cycles that the CPU ran", "cpu-cycles", "CPU_CLK_UNHALTED"),
          hard("instructions", 1, "instructions that were completed", "INST_RETIRED"),
          hard(
              "cache-references",
              2,
              "accesses that reached the last-level cache (as the vendor counts them)",
              "LLC_REFS"),
          hard("cache-misses", 3, "of those, the ones that went on to memory", "LLC_MISSES"),
          hard(
              "branches",
              4,
              "branch instructions that were completed",
              "branch-instructions",
              "BR_INST_RETIRED"),
          hard("branch-misses", 5, "branches that were guessed wrong", "BR_MISS_PRED_RETIRED"),
          hard("bus-cycles", 6, "cycles of the bus"),
          hard(
              "stalled-cycles-frontend",
              7,
              "cycles without an instruction to start",
              "idle-cycles-frontend"),
          hard(
              "stalled-cycles-backend", 8, "cycles in which no result came", "idle-cycles-backend"),
          hard("ref-cycles", 9, "cycles at the nominal speed, whatever the CPU's is now"));

  private static final List<Named> SOFTWARE =
      List.of(
          soft(
              "cpu-clock",
              0,
              "nanoseconds by a timer of each CPU; works on every machine",
              "TIMER"),
          soft("task-clock", 1, "nanoseconds that the task ran"),
          soft("page-faults", 2, "page faults, with and without input", "faults"),
          soft("context-switches", 3, "times that a CPU changed to another task", "cs"),
          soft("cpu-migrations", 4, "times that a task went to another CPU", "migrations"),
          soft("minor-faults", 5, "page faults that needed no input"),
          soft("major-faults", 6, "page faults that waited for input"),
          soft("alignment-faults", 7, "unaligned accesses that the kernel carried out"),
          soft("emulation-faults", 8, "instructions that the kernel carried out"),
          soft("dummy", 9, "never; its records of processes are what it is for"),
          soft("bpf-output", 10, "what a BPF program writes"),
          soft("cgroup-switches", 11, "times that a CPU changed to a task of another cgroup"));

  private static final List<Named> ALL = all();

  /// All of them: hardware, software, cache.
  public static List<Named> list() {
    return ALL;
  }

  /// The event of a name or alias.
  public static Optional<Named> find(String name) {
    for (Named named : ALL) {
      if (named.name().equals(name) || named.aliases().contains(name)) {
        return Optional.of(named);
      }
    }
    return Optional.empty();
  }

  private static List<Named> all() {
    List<Named> out = new ArrayList<>(HARDWARE);
    out.addAll(SOFTWARE);
    cache(out, 0, "L1-dcache", "first-level data cache", true, true, true);
    cache(out, 1, "L1-icache", "first-level instruction cache", true, false, true);
    cache(out, 2, "LLC", "last-level cache", true, true, true);
    cache(out, 3, "dTLB", "address translations of data", true, true, true);
    cache(out, 4, "iTLB", "address translations of instructions", true, false, false);
    cache(out, 5, "branch", "branch prediction unit", true, false, false);
    cache(out, 6, "node", "memory of the node", true, true, true);
    return List.copyOf(out);
  }

  /// The names of one cache: `NAME-loads`, `NAME-load-misses` and so on; config is the cache, the
  /// operation at bit 8, and whether a miss at bit 16.
  private static void cache(
      List<Named> out, int id, String name, String what, boolean load, boolean store, boolean pre) {
    String[] operations = {"load", "store", "prefetch"};
    String[] words = {"reads from", "writes to", "prefetches into"};
    boolean[] has = {load, store, pre};
    for (int op = 0; op < operations.length; op++) {
      if (has[op]) {
        String plural = operations[op].equals("prefetch") ? "prefetches" : operations[op] + "s";
        String all = words[op] + " the " + what;
        out.add(cached(name + "-" + plural, id | op << 8, all));
        out.add(
            cached(
                name + "-" + operations[op] + "-misses",
                id | op << 8 | 1 << 16,
                all + " that missed"));
      }
    }
  }

  private static Named cached(String name, long config, String description) {
    return new Named(name, List.of(), EventKind.CACHE, EventAttr.CACHE, config, description);
  }

  private static Named hard(String name, long config, String description, String... aliases) {
    return new Named(
        name, List.of(aliases), EventKind.HARDWARE, EventAttr.HARDWARE, config, description);
  }

  private static Named soft(String name, long config, String description, String... aliases) {
    return new Named(
        name, List.of(aliases), EventKind.SOFTWARE, EventAttr.SOFTWARE, config, description);
  }
}
