package org.inquest.profile.record;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.perf.FeatureType;
import org.inquest.profile.event.SystemTree;

/// How the machine's CPUs, their caches and its memory belong together, as `/sys/devices/system`
/// tells, in the form of a profile's header (tools/perf/Documentation/perf.data-file-format.txt,
/// HEADER_CPU_TOPOLOGY, HEADER_NUMA_TOPOLOGY and HEADER_CACHE).
final class Topology {
  private static final String CPUS = "/sys/devices/system/cpu";
  private static final String NODES = "/sys/devices/system/node";
  private static final int CACHE_VERSION = 1;

  /// No CPU has so many caches.
  private static final int MOST_CACHES = 16;

  private final SystemTree tree;

  Topology(SystemTree tree) {
    this.tree = tree;
  }

  /// Adds what the machine tells; a part that it does not tell is left out.
  ///
  /// @param cpus how many there may be, as the header says elsewhere: readers count by that
  void put(SortedMap<Integer, byte[]> out, int cpus) {
    cores(cpus).ifPresent(bytes -> out.put(FeatureType.CPU_TOPOLOGY, bytes));
    nodes().ifPresent(bytes -> out.put(FeatureType.NUMA_TOPOLOGY, bytes));
    caches(cpus).ifPresent(bytes -> out.put(FeatureType.CACHE, bytes));
  }

  /// Which CPUs are in one package, which are threads of one core, each one's numbers of core and
  /// package, which are on one die, each one's number of that.
  private Optional<byte[]> cores(int cpus) {
    Set<String> packages = new LinkedHashSet<>();
    Set<String> threads = new LinkedHashSet<>();
    Set<String> dies = new LinkedHashSet<>();
    FeatureBytes ids = new FeatureBytes();
    FeatureBytes dieIds = new FeatureBytes();
    for (int cpu = 0; cpu < cpus; cpu++) {
      Path folder = tree.path(CPUS + "/cpu" + cpu + "/topology");
      text(folder, "package_cpus_list", "core_siblings_list").ifPresent(packages::add);
      text(folder, "core_cpus_list", "thread_siblings_list").ifPresent(threads::add);
      text(folder, "die_cpus_list").ifPresent(dies::add);
      ids.number(number(folder, "core_id")).number(number(folder, "physical_package_id"));
      dieIds.number(number(folder, "die_id"));
    }
    if (packages.isEmpty() || threads.isEmpty()) {
      return Optional.empty();
    }
    FeatureBytes out = new FeatureBytes().strings(packages).strings(threads).bytes(ids.toArray());
    if (!dies.isEmpty()) {
      out.strings(dies).bytes(dieIds.toArray());
    }
    return Optional.of(out.toArray());
  }

  private Optional<byte[]> nodes() {
    List<Integer> online = CpuList.read(tree, NODES + "/online");
    if (online.isEmpty()) {
      return Optional.empty();
    }
    FeatureBytes out = new FeatureBytes().number(online.size());
    for (int node : online) {
      Path folder = tree.path(NODES + "/node" + node);
      String memory = SystemTree.text(folder.resolve("meminfo")).orElse("");
      out.number(node).word(kilobytes(memory, "MemTotal")).word(kilobytes(memory, "MemFree"));
      out.string(text(folder, "cpulist").orElse(""));
    }
    return Optional.of(out.toArray());
  }

  private static long kilobytes(String memory, String name) {
    Matcher matcher = Pattern.compile(name + ":\\s+(\\d{1,18}) kB").matcher(memory);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  /// A cache, once for all CPUs that share it.
  private record Cache(int level, String type, String map, byte[] bytes)
      implements Comparable<Cache> {
    @Override
    public int compareTo(Cache other) {
      int order = Integer.compare(level, other.level);
      order = order == 0 ? type.compareTo(other.type) : order;
      return order == 0 ? map.compareTo(other.map) : order;
    }
  }

  private Optional<byte[]> caches(int cpus) {
    Set<Cache> all = new TreeSet<>();
    for (int cpu = 0; cpu < cpus; cpu++) {
      for (int index = 0; index < MOST_CACHES; index++) {
        Path folder = tree.path(CPUS + "/cpu" + cpu + "/cache/index" + index);
        Optional<String> type = text(folder, "type");
        if (type.isEmpty()) {
          break;
        }
        all.add(cache(folder, type.get()));
      }
    }
    if (all.isEmpty()) {
      return Optional.empty();
    }
    FeatureBytes out = new FeatureBytes().number(CACHE_VERSION).number(all.size());
    all.forEach(cache -> out.bytes(cache.bytes));
    return Optional.of(out.toArray());
  }

  private static Cache cache(Path folder, String type) {
    int level = number(folder, "level");
    String map = text(folder, "shared_cpu_list").orElse("");
    FeatureBytes bytes =
        new FeatureBytes()
            .number(level)
            .number(number(folder, "coherency_line_size"))
            .number(number(folder, "number_of_sets"))
            .number(number(folder, "ways_of_associativity"))
            .string(type)
            .string(text(folder, "size").orElse(""))
            .string(map);
    return new Cache(level, type, map, bytes.toArray());
  }

  private static Optional<String> text(Path folder, String... names) {
    for (String name : names) {
      Optional<String> text = SystemTree.text(folder.resolve(name)).map(String::strip);
      if (text.isPresent()) {
        return text;
      }
    }
    return Optional.empty();
  }

  private static int number(Path folder, String name) {
    return text(folder, name).filter(t -> t.matches("-?\\d{1,9}")).map(Integer::parseInt).orElse(0);
  }
}
