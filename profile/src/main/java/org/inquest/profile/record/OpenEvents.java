package org.inquest.profile.record;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.profile.event.EventKind;
import org.inquest.profile.event.EventSpec;
import org.inquest.profile.event.Refusal;
import org.inquest.profile.event.SystemTree;
import org.inquest.profile.system.Errno;
import org.inquest.profile.system.EventAttr;
import org.inquest.profile.system.PerfSystem;

/// The events of a recording, opened for everybody who is observed on every CPU, and a ring for
/// each CPU, which all events there share: the kernel maps an inherited event per CPU only.
final class OpenEvents implements AutoCloseable {
  private static final int PAGE = 4096;
  private static final int PAGES = 512;
  private static final int PAGES_WITH_STACKS = 4096;
  private static final int NONE = Integer.MIN_VALUE;
  private static final Errno NO_SUCH_CPU = new Errno(6); // ENXIO: it went offline

  private final PerfSystem system;
  private final Refusal refusal;
  private final RecordOptions options;
  private final List<Integer> descriptors = new ArrayList<>();
  private final Map<Integer, Integer> ringOwners = new HashMap<>();
  private final Map<Integer, MemorySegment> mappings = new HashMap<>();
  private final List<DataFile.Event> events = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<Integer, Leader> leaders = new HashMap<>();
  private int pages;

  /// Where an event is opened.
  ///
  /// @param number a thread, or whatever else is observed
  private record Place(int number, int cpu) {}

  /// The first event of a group.
  private record Leader(String name, EventAttr attr, Map<Place, Integer> descriptors) {}

  private OpenEvents(PerfSystem system, SystemTree tree, RecordOptions options) {
    this.system = system;
    this.refusal = new Refusal(tree);
    this.options = options;
    int usual = options.chains() instanceof CallChains.UserStack ? PAGES_WITH_STACKS : PAGES;
    this.pages = options.ringPages() > 0 ? options.ringPages() : usual;
  }

  /// Opens them, stopped.
  ///
  /// @param observed what is handed to perf_event_open for each who is observed
  /// @throws InquestException where the kernel refuses one, with the remedy
  static OpenEvents open(
      PerfSystem system, SystemTree tree, RecordOptions options, Observed observed) {
    OpenEvents out = new OpenEvents(system, tree, options);
    boolean done = false;
    try {
      out.openAll(observed, CpuList.online(tree), highestRate(tree));
      done = true;
      return out;
    } finally {
      if (!done) {
        out.close();
      }
    }
  }

  private static long highestRate(SystemTree tree) {
    return SystemTree.text(tree.path("/proc/sys/kernel/perf_event_max_sample_rate"))
        .filter(text -> text.matches("\\d{1,9}"))
        .map(Long::valueOf)
        .orElse(Long.MAX_VALUE);
  }

  private void openAll(Observed observed, List<Integer> cpus, long highest) {
    system.raiseOpenFiles();
    SampleSettings settings = new SampleSettings(options, highest);
    if (options.rate().frequency() && options.rate().value() > highest) {
      notes.add(
          "the kernel allows "
              + highest
              + " samples a second, so that is the rate (sysctl"
              + " kernel.perf_event_max_sample_rate)");
    }
    for (EventSpec spec : options.events()) {
      Optional<Leader> leader = Optional.ofNullable(leaders.get(spec.group()));
      EventSpec named = spec;
      EventAttr wanted =
          leader
              .map(first -> settings.member(spec, first.attr))
              .orElseGet(() -> settings.attr(spec, events.isEmpty()));
      EventAttr attr = negotiate(named, wanted, observed, cpus.getFirst());
      if (attr.has(AttrFlag.EXCLUDE_KERNEL) && !wanted.has(AttrFlag.EXCLUDE_KERNEL)) {
        named = spec.userOnly();
        notes.add(
            "only user space is recorded ("
                + named.name()
                + "): kernel.perf_event_paranoid hides the kernel's side; root or CAP_PERFMON, or"
                + " sysctl kernel.perf_event_paranoid=1, shows it");
      }
      open(named, attr, observed, cpus, leader);
    }
  }

  /// The attribute as this kernel and this user can have it.
  private EventAttr negotiate(EventSpec spec, EventAttr wanted, Observed observed, int cpu) {
    EventAttr attr = wanted;
    while (true) {
      int result = attempt(attr, observed.numbers().getFirst(), cpu, -1, observed.flags());
      if (result >= 0) {
        system.close(result);
        return attr;
      }
      Errno errno = Errno.of(result);
      if (errno.equals(Errno.ESRCH) && observed.numbers().size() > 1) {
        return attr; // that thread has ended; the others will tell
      }
      boolean denied = errno.equals(Errno.EACCES) || errno.equals(Errno.EPERM);
      Optional<EventAttr> other = Optional.empty();
      if (errno.equals(Errno.EINVAL)) {
        other = SampleSettings.older(attr);
        EventAttr before = attr;
        other.ifPresent(o ->
            SampleSettings.lacking(before, o)
                .forEach(lack -> notes.add("this kernel is older than the newest: " + lack)));
      } else if (denied && attr.has(AttrFlag.NAMESPACES)) {
        // They tell of everybody's namespaces, which the kernel keeps from users.
        other = Optional.of(attr.without(AttrFlag.NAMESPACES));
      } else if (denied && !attr.has(AttrFlag.EXCLUDE_KERNEL) && mayBeUserOnly(spec, attr)) {
        other = Optional.of(attr.with(AttrFlag.EXCLUDE_KERNEL).with(AttrFlag.EXCLUDE_HV));
      }
      attr = other.orElseThrow(() -> refusal.of(errno, spec.name(), options.scope().text()));
    }
  }

  private static boolean mayBeUserOnly(EventSpec spec, EventAttr attr) {
    return spec.kind() != EventKind.TRACEPOINT && !attr.has(AttrFlag.EXCLUDE_USER);
  }

  private int attempt(EventAttr attr, int pid, int cpu, int leader, long flags) {
    return system.open(attr, pid, cpu, leader, flags | PerfSystem.CLOSE_ON_EXEC);
  }

  private void open(
      EventSpec spec,
      EventAttr attr,
      Observed observed,
      List<Integer> cpus,
      Optional<Leader> leader) {
    List<Long> ids = new ArrayList<>();
    Leader first = new Leader(spec.name(), attr, new HashMap<>());
    for (int number : observed.numbers()) {
      for (int cpu : cpus) {
        Place place = new Place(number, cpu);
        int group = leader.map(l -> l.descriptors.getOrDefault(place, NONE)).orElse(-1);
        if (group == NONE) {
          continue; // where its leader is not, it can't be
        }
        int descriptor = attempt(attr, number, cpu, group, observed.flags());
        if (descriptor >= 0) {
          descriptors.add(descriptor);
          first.descriptors.put(place, descriptor);
          ids.add(system.id(descriptor));
          share(descriptor, cpu);
        } else if (!passing(Errno.of(descriptor))) {
          throw leader
              .map(l -> notInGroup(Errno.of(descriptor), spec, l))
              .orElseGet(
                  () -> refusal.of(Errno.of(descriptor), spec.name(), options.scope().text()));
        }
      }
    }
    if (ids.isEmpty()) {
      throw refusal.of(Errno.ESRCH, spec.name(), options.scope().text());
    }
    if (spec.group() > 0) {
      leaders.putIfAbsent(spec.group(), first);
    }
    events.add(new DataFile.Event(spec.name(), attr, ids, spec.group()));
  }

  /// Alone it could be opened, or [#negotiate] would have said so.
  private InquestException notInGroup(Errno errno, EventSpec spec, Leader leader) {
    return errno.equals(Errno.EINVAL)
        ? new Unavailable(
            spec.name() + " can't be counted in one group with " + leader.name,
            "the CPU has too few counters for all at once, or not of both kinds: take an event out"
                + " of the braces")
        : refusal.of(errno, spec.name(), options.scope().text());
  }

  /// A thread that has ended or a CPU that went offline since they were listed.
  private static boolean passing(Errno errno) {
    return errno.equals(Errno.ESRCH) || errno.equals(NO_SUCH_CPU) || errno.equals(Errno.ENODEV);
  }

  private void share(int descriptor, int cpu) {
    Integer owner = ringOwners.get(cpu);
    if (owner == null) {
      ringOwners.put(cpu, descriptor);
      mappings.put(cpu, map(descriptor));
      return;
    }
    int result = system.control(descriptor, PerfSystem.SET_OUTPUT, owner);
    if (result < 0) {
      throw refusal.of(Errno.of(result), "the ring of CPU " + cpu, options.scope().text());
    }
  }

  /// Rings count as locked memory, of which a user has little; root has what it wants.
  private MemorySegment map(int descriptor) {
    while (true) {
      long bytes = (pages + 1L) * PAGE;
      long address = system.map(descriptor, bytes);
      if (address >= 0 || address < -4095) {
        return MemorySegment.ofAddress(address).reinterpret(bytes);
      }
      if (pages == 1 || options.ringPages() > 0) {
        throw new Unavailable(
            "no memory for rings of " + pages + " pages (" + Errno.of(address).text() + ")",
            "raise kernel.perf_event_mlock_kb or ulimit -l, or give fewer pages with -m");
      }
      pages /= 2;
    }
  }

  List<DataFile.Event> events() {
    return List.copyOf(events);
  }

  /// What is other than was asked for, in sentences.
  List<String> notes() {
    return List.copyOf(notes);
  }

  List<Ring> rings() {
    return mappings.values().stream().map(mapping -> new Ring(mapping, PAGE)).toList();
  }

  /// Descriptors to wait for.
  int[] waitFor() {
    return ringOwners.values().stream().mapToInt(Integer::intValue).toArray();
  }

  /// Lets all count, or stops them.
  void control(long request) {
    for (int descriptor : descriptors) {
      system.control(descriptor, request, 0);
    }
  }

  @Override
  public void close() {
    mappings.values().forEach(m -> system.unmap(m.address(), m.byteSize()));
    descriptors.forEach(system::close);
    mappings.clear();
    descriptors.clear();
  }
}
