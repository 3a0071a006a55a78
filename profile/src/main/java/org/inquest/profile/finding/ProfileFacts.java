package org.inquest.profile.finding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.formats.perf.PerfEvent;
import org.inquest.formats.perf.ReadSummary;
import org.inquest.formats.perf.RecordMisc;
import org.inquest.formats.perf.RecordType;
import org.inquest.formats.perf.SampleType;
import org.inquest.profile.model.Function;
import org.inquest.profile.model.Places;
import org.inquest.profile.model.Profile;
import org.inquest.profile.model.Sample;
import org.inquest.profile.report.CallTree;
import org.inquest.profile.report.SampleFilter;
import org.inquest.profile.sched.SchedAnalysis;
import org.inquest.profile.sched.SchedReport;

/// What the rules look at, gathered in one pass: the samples of one event, that which says the most
/// about time. Shares are of the samples outside of the idle loop.
public final class ProfileFacts {
  /// The idle loop's functions, of kernel/sched/idle.c, drivers/cpuidle and
  /// arch/*/kernel/process.c.
  private static final FunctionGroup IDLE =
      FunctionGroup.kernel(
          "default_idle(_call)?|(pv_)?native_(safe_)?halt|arch_cpu_idle|cpu_idle_poll|poll_idle"
              + "|intel_idle.*|acpi_(safe_halt|idle_.*|processor_ffh_.*)|mwait_idle.*|amd_e400_idle"
              + "|cpuidle_(idle_call|enter.*|poll_.*)|cpu_do_idle|haltpoll.*|default_enter_idle"
              + "|do_idle|cpu_startup_entry");

  /// Where the stacks of threads begin.
  private static final Pattern BEGINNING =
      Pattern.compile(
          "_start|main|__libc_start_.*|start_thread|__?clone3?|clone3?|thread_start|_dl_.*"
              + "|runtime\\.(goexit|mstart|rt0_go|mcall).*|JavaMain|thread_native_entry.*");

  private static final String SCHEDULER = "sched:";
  private static final int MOST_WAITS = 20;

  private final Profile profile;
  private final PerfEvent event;
  private final CallTree tree;
  private final ReadSummary summary;
  private final long idle;
  private final Map<Integer, Long> modes = new TreeMap<>();
  private final Map<Integer, Long> cpus = new TreeMap<>();
  private final Map<Integer, Long> busyCpus = new TreeMap<>();
  private final Map<Integer, ThreadLoad> threads = new HashMap<>();
  private long[] samplesOf = new long[16];
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long userChains;
  private long brokenChains;
  private long swapper;
  private long lost;
  private long throttled;

  private ProfileFacts(Profile profile, PerfEvent event, SampleFilter filter) {
    this.profile = profile;
    this.event = event;
    CallTree.Result result = CallTree.of(profile, filter.only(event).noting(this::take));
    this.tree = result.tree();
    this.summary = result.summary();
    this.idle = GroupSamples.of(tree, IDLE).self();
    profile
        .data()
        .inFile((record, time) -> {
          switch (record.type()) {
            // struct lost_event of tools/lib/perf/include/perf/event.h: id, lost; lost alone.
            case RecordType.LOST -> lost += Math.max(0, record.u64(16));
            case RecordType.LOST_SAMPLES -> lost += Math.max(0, record.u64(8));
            case RecordType.THROTTLE -> throttled++;
            default -> {
              // Says nothing about what is missing.
            }
          }
        });
  }

  /// Gathers the facts of a profile.
  ///
  /// @param filter which samples take part
  /// @return empty where no event has samples
  public static Optional<ProfileFacts> of(Profile profile, SampleFilter filter) {
    long[] counts = new long[Math.max(1, profile.events().size())];
    profile.samples(
        false,
        sample -> {
          if (filter.passes(sample, profile.places(), profile.events())) {
            counts[sample.event()]++;
          }
        });
    return profile.events().stream()
        .filter(e -> counts[e.index()] > 0)
        .max(
            Comparator.comparing((PerfEvent e) -> !e.counted())
                .thenComparing(ProfileFacts::isTime)
                .thenComparing(e -> counts[e.index()]))
        .map(e -> new ProfileFacts(profile, e, filter));
  }

  /// Whether the samples are the scheduler's records and nothing else.
  public boolean scheduling() {
    return event.name().startsWith(SCHEDULER);
  }

  /// What the scheduler's records say; empty where there are none.
  public Optional<SchedReport> scheduler() {
    try {
      return Optional.of(SchedAnalysis.of(profile, SampleFilter.ALL, MOST_WAITS));
    } catch (Unavailable e) {
      return Optional.empty();
    }
  }

  /// Whether an event counts time: cycles of any kind, clocks of the kernel.
  private static boolean isTime(PerfEvent event) {
    long config = event.attr().config();
    return isClock(event)
        || event.attr().type() == 0 && (config == 0 || config == 9)
        || event.name().contains("cycles");
  }

  private static boolean isClock(PerfEvent event) {
    return event.attr().type() == 1 && event.attr().config() <= 1;
  }

  private void take(Sample sample) {
    int mode = sample.record().misc() & RecordMisc.CPUMODE_MASK;
    modes.merge(mode, 1L, Long::sum);
    cpus.merge(sample.cpu(), 1L, Long::sum);
    first = Math.min(first, sample.time());
    last = Math.max(last, sample.time());
    int tid = sample.thread().tid();
    swapper += tid == 0 ? 1 : 0;
    ThreadLoad load = threads.get(tid);
    if (load == null) {
      load = new ThreadLoad(sample.thread().pid(), tid, sample.thread().comm(), 0, 0);
    }
    threads.put(tid, load.with(sample.thread().comm(), sample.period()));
    int function = profile.places().function(sample.place(0));
    count(function);
    boolean idles = tid == 0 && IDLE.has(profile.places().functionOf(function));
    busyCpus.merge(sample.cpu(), idles ? 0L : 1L, Long::sum);
    if (mode == RecordMisc.USER && hasChains()) {
      userChains++;
      brokenChains += begins(sample) ? 0 : 1;
    }
  }

  private void count(int function) {
    if (function >= samplesOf.length) {
      samplesOf = Arrays.copyOf(samplesOf, Math.max(function + 1, samplesOf.length * 2));
    }
    samplesOf[function]++;
  }

  private boolean begins(Sample sample) {
    Places places = profile.places();
    for (int i = sample.depth() - 1; i >= 0; i--) {
      String name = places.functionOf(places.function(sample.place(i))).name();
      if (BEGINNING.matcher(name).matches()) {
        return true;
      }
    }
    return false;
  }

  /// The profile.
  public Profile profile() {
    return profile;
  }

  /// The event whose samples are looked at.
  public PerfEvent event() {
    return event;
  }

  /// Whether its samples stand for time.
  public boolean time() {
    return isTime(event);
  }

  /// Whether its periods are nanoseconds.
  public boolean clock() {
    return isClock(event);
  }

  /// How the reading went.
  public ReadSummary summary() {
    return summary;
  }

  /// All samples.
  public long samples() {
    return tree.samples();
  }

  /// The idle loop's own; an interrupt that comes to an idle CPU is work.
  public long idle() {
    return idle;
  }

  /// Those outside of the idle loop.
  public long busy() {
    return samples() - idle();
  }

  /// A part of the samples outside of the idle loop.
  public Share share(long part) {
    return new Share(part, busy());
  }

  /// The samples of a group of functions.
  public GroupSamples group(FunctionGroup group) {
    return GroupSamples.of(tree, group);
  }

  /// The samples of a group's functions themselves, without what they call.
  public GroupSamples alone(FunctionGroup group) {
    List<GroupSamples.Part> parts =
        functions().stream().filter(p -> group.has(p.function())).toList();
    long sum = parts.stream().mapToLong(GroupSamples.Part::samples).sum();
    return new GroupSamples(sum, sum, parts, List.of());
  }

  /// Samples in each function itself, the most first; the idle loop's are left out.
  public List<GroupSamples.Part> functions() {
    List<GroupSamples.Part> parts = new ArrayList<>();
    for (int i = 0; i < profile.places().functionCount() && i < samplesOf.length; i++) {
      Function function = profile.places().functionOf(i);
      if (samplesOf[i] > 0 && !IDLE.has(function)) {
        parts.add(new GroupSamples.Part(function, samplesOf[i]));
      }
    }
    parts.sort(Comparator.comparingLong((GroupSamples.Part p) -> -p.samples()));
    return parts;
  }

  /// Samples by the CPU's mode, a number of [RecordMisc].
  public long inMode(int mode) {
    return modes.getOrDefault(mode, 0L);
  }

  /// Samples by CPU; -1 where not told.
  public Map<Integer, Long> cpus() {
    return cpus;
  }

  /// Samples outside of the idle loop by CPU, also of CPUs that have none.
  public Map<Integer, Long> busyByCpu() {
    return busyCpus;
  }

  /// The threads with samples, the most first, without the idle loop's.
  public List<ThreadLoad> threads() {
    return threads.values().stream()
        .filter(t -> t.tid() != 0)
        .sorted(Comparator.comparingLong((ThreadLoad t) -> -t.samples()))
        .toList();
  }

  /// Whether all tasks of the machine were sampled.
  public boolean wholeMachine() {
    return swapper > 0;
  }

  /// CPUs of the machine; 0 where not told.
  public long machineCpus() {
    return profile.data().features().onlineCpus().orElse(0);
  }

  /// From the first sample to the last, in seconds.
  public double seconds() {
    return last > first ? (last - first) / 1e9 : 0;
  }

  /// Whether samples have call chains.
  public boolean hasChains() {
    return event.attr().samples(SampleType.CALLCHAIN);
  }

  /// Samples of programs with a call chain.
  public long userChains() {
    return userChains;
  }

  /// Those of them that do not reach the thread's beginning.
  public long brokenChains() {
    return brokenChains;
  }

  /// Records that the recorder lost.
  public long lost() {
    return lost;
  }

  /// Times that the kernel paused an event.
  public long throttled() {
    return throttled;
  }

  /// Whether the kernel's side was recorded.
  public boolean kernelRecorded() {
    return !event.attr().has(AttrFlag.EXCLUDE_KERNEL);
  }

  /// Whether the programs' side was recorded.
  public boolean userRecorded() {
    return !event.attr().has(AttrFlag.EXCLUDE_USER);
  }
}
