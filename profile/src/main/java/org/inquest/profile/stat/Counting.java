package org.inquest.profile.stat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.formats.perf.ReadFormat;
import org.inquest.profile.event.EventKind;
import org.inquest.profile.event.EventSpec;
import org.inquest.profile.event.Pmu;
import org.inquest.profile.event.Refusal;
import org.inquest.profile.event.SystemTree;
import org.inquest.profile.record.CpuList;
import org.inquest.profile.record.Observed;
import org.inquest.profile.record.Scope;
import org.inquest.profile.system.Errno;
import org.inquest.profile.system.EventAttr;
import org.inquest.profile.system.PerfSystem;

/// Counters that are open. One for each event and each who is observed; on all CPUs for the whole
/// machine, else the kernel adds a task's up.
public final class Counting implements AutoCloseable {
  /// Value, time enabled, time running.
  private static final int WORDS = 3;

  private final PerfSystem system;
  private final Refusal refusal;
  private final List<Counter> counters = new ArrayList<>();

  private record Counter(EventSpec event, List<Integer> descriptors, String missing) {}

  private Counting(PerfSystem system, SystemTree tree) {
    this.system = system;
    this.refusal = new Refusal(tree);
  }

  /// Opens counters, stopped. An event that this machine does not count is told later, as missing.
  ///
  /// @throws InquestException where nothing may be counted, with the remedy
  public static Counting open(
      PerfSystem system, SystemTree tree, List<EventSpec> events, Scope scope, Observed observed) {
    system.raiseOpenFiles();
    Counting out = new Counting(system, tree);
    boolean done = false;
    try {
      Map<Integer, int[]> leaders = new HashMap<>();
      for (EventSpec event : events) {
        out.add(event, tree, scope, observed, leaders);
      }
      done = true;
      return out;
    } finally {
      if (!done) {
        out.close();
      }
    }
  }

  private void add(
      EventSpec event,
      SystemTree tree,
      Scope scope,
      Observed observed,
      Map<Integer, int[]> leaders) {
    boolean all = scope instanceof Scope.AllCpus || scope instanceof Scope.Cgroup;
    List<Integer> numbers = observed.numbers();
    List<Integer> cpus = all ? cpus(event, tree) : List.of(-1);
    int[] places = new int[numbers.size() * cpus.size()];
    int[] group = event.group() == 0 ? null : leaders.get(event.group());
    EventSpec counted = event;
    List<Integer> descriptors = new ArrayList<>();
    Errno error = Errno.ESRCH;
    for (int i = 0; i < places.length; i++) {
      int number = numbers.get(i / cpus.size());
      int cpu = cpus.get(i % cpus.size());
      int leader = group == null ? -1 : group[Math.min(i, group.length - 1)];
      int result = attempt(counted, scope, number, observed.flags(), cpu, leader);
      if ((result == Errno.EACCES.result() || result == Errno.EPERM.result())
          && event.kind() != EventKind.TRACEPOINT
          && !counted.attr().has(AttrFlag.EXCLUDE_KERNEL)
          && !counted.attr().has(AttrFlag.EXCLUDE_USER)) {
        counted = event.userOnly();
        result = attempt(counted, scope, number, observed.flags(), cpu, leader);
      }
      places[i] = result;
      if (result >= 0) {
        descriptors.add(result);
      } else {
        error = Errno.of(result);
      }
    }
    if (descriptors.isEmpty()) {
      counters.add(new Counter(counted, descriptors, missing(counted, error, scope)));
      return;
    }
    if (group == null && event.group() != 0) {
      leaders.put(event.group(), places);
    }
    counters.add(new Counter(counted, descriptors, ""));
  }

  private int attempt(EventSpec event, Scope scope, int number, long flags, int cpu, int leader) {
    EventAttr attr =
        event
            .attr()
            .reading(ReadFormat.TOTAL_TIME_ENABLED | ReadFormat.TOTAL_TIME_RUNNING)
            .with(AttrFlag.INHERIT);
    attr = leader < 0 ? attr.with(AttrFlag.DISABLED) : attr;
    attr = scope instanceof Scope.Threads ? attr.without(AttrFlag.INHERIT) : attr;
    boolean starts = scope instanceof Scope.Command && leader < 0;
    attr = starts ? attr.with(AttrFlag.ENABLE_ON_EXEC) : attr;
    return system.open(attr, number, cpu, leader, PerfSystem.CLOSE_ON_EXEC | flags);
  }

  /// A counter outside of the cores is read on one CPU of each package, which its PMU names.
  private static List<Integer> cpus(EventSpec event, SystemTree tree) {
    if (event.kind() == EventKind.PMU) {
      for (Pmu pmu : Pmu.all(tree)) {
        String mask = "/sys/bus/event_source/devices/" + pmu.name() + "/cpumask";
        if (pmu.type() == event.attr().type() && !CpuList.read(tree, mask).isEmpty()) {
          return CpuList.read(tree, mask);
        }
      }
    }
    return CpuList.online(tree);
  }

  /// A refusal that concerns this event only is told beside the others' counts.
  private String missing(EventSpec event, Errno error, Scope scope) {
    return switch (error.number()) {
      case 2, 19, 95 -> "not supported";
      case 22 -> scope instanceof Scope.AllCpus ? "not supported so" : "not for tasks (try -a)";
      case 16 -> "in use by another program";
      default -> throw refusal.of(error, event.name(), scope.text());
    };
  }

  /// Lets all count; a group's members follow its first.
  public void enable() {
    counters.forEach(c -> c.descriptors().forEach(d -> system.control(d, PerfSystem.ENABLE, 0)));
  }

  /// Stops them.
  public void disable() {
    counters.forEach(c -> c.descriptors().forEach(d -> system.control(d, PerfSystem.DISABLE, 0)));
  }

  /// What they have counted, in the order in which the events were given.
  public List<EventCount> read() {
    List<EventCount> out = new ArrayList<>();
    for (Counter counter : counters) {
      if (counter.descriptors().isEmpty()) {
        out.add(EventCount.missing(counter.event().name(), counter.missing()));
        continue;
      }
      long[] sum = new long[WORDS];
      long[] words = new long[WORDS];
      for (int descriptor : counter.descriptors()) {
        if (system.read(descriptor, words) == WORDS) {
          for (int i = 0; i < WORDS; i++) {
            sum[i] += words[i];
          }
        }
      }
      out.add(new EventCount(counter.event().name(), sum[0], sum[1], sum[2], Optional.empty()));
    }
    return out;
  }

  @Override
  public void close() {
    counters.forEach(counter -> counter.descriptors().forEach(system::close));
    counters.clear();
  }
}
