package org.inquest.profile.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.fault.Unsupported;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.formats.perf.ReadFormat;
import org.inquest.formats.perf.SampleType;
import org.inquest.profile.event.EventKind;
import org.inquest.profile.event.EventSpec;
import org.inquest.profile.system.EventAttr;

/// Makes attributes of events: what each sample holds, how often, and which event tells of
/// processes.
final class SampleSettings {
  private static final long ALWAYS =
      SampleType.IDENTIFIER
          | SampleType.IP
          | SampleType.TID
          | SampleType.TIME
          | SampleType.CPU
          | SampleType.PERIOD;

  private static final int CLOCK_MONOTONIC = 1;

  /// `PERF_REG_X86_*` that a 64-bit program has: all but the four data segments.
  private static final long X86_REGISTERS = 0xff0fffL;

  /// `PERF_REG_ARM64_*`: x0 to x30, sp and pc.
  private static final long ARM64_REGISTERS = 0x1_ffff_ffffL;

  private static final List<Long> TRACKING =
      List.of(
          AttrFlag.MMAP,
          AttrFlag.MMAP2,
          AttrFlag.COMM,
          AttrFlag.COMM_EXEC,
          AttrFlag.TASK,
          AttrFlag.NAMESPACES,
          AttrFlag.KSYMBOL,
          AttrFlag.BPF_EVENT,
          AttrFlag.BUILD_ID);

  /// What older kernels refuse, newest first, and what is lost without it.
  private static final List<Long> NEWER =
      List.of(
          AttrFlag.BUILD_ID,
          AttrFlag.CGROUP,
          AttrFlag.BPF_EVENT,
          AttrFlag.KSYMBOL,
          AttrFlag.NAMESPACES,
          AttrFlag.USE_CLOCKID);

  private static final Map<Long, String> LOST_WITH =
      Map.of(
          AttrFlag.BUILD_ID, "build-ids are read from the files instead",
          AttrFlag.CGROUP, "samples do not tell their cgroup",
          AttrFlag.BPF_EVENT, "BPF programs that come and go are not recorded",
          AttrFlag.KSYMBOL, "code that the kernel makes meanwhile (BPF, ftrace) has no names",
          AttrFlag.NAMESPACES, "namespaces are not recorded");

  private final RecordOptions options;
  private final long highest;

  /// @param highest samples a second that the kernel allows
  SampleSettings(RecordOptions options, long highest) {
    this.options = options;
    this.highest = highest;
  }

  /// The attribute of an event that is alone or the first of its group.
  ///
  /// @param first whether it is the one that tells of processes
  EventAttr attr(EventSpec spec, boolean first) {
    boolean frequency = frequency(spec);
    long every = every(spec, frequency);
    EventAttr out = spec.attr().sampled(every, sampleType(spec)).reading(ReadFormat.ID);
    out = out.with(AttrFlag.DISABLED).with(AttrFlag.SAMPLE_ID_ALL).withClock(CLOCK_MONOTONIC);
    out = frequency ? out.with(AttrFlag.FREQ) : out;
    if (spec.leads()) {
      out = out.sampled(every, out.sampleType() | SampleType.READ);
      out = out.reading(ReadFormat.GROUP | ReadFormat.ID);
    }
    // On a CPU there is nothing to inherit, and readers would take counters for each thread's own.
    boolean tasks = !(options.scope() instanceof Scope.Threads) && !(spec.leads() && wide());
    out = tasks ? out.with(AttrFlag.INHERIT) : out;
    if (options.scope() instanceof Scope.Command) {
      out = out.with(AttrFlag.ENABLE_ON_EXEC);
    }
    if (first) {
      for (long flag : TRACKING) {
        out = out.with(flag);
      }
      out = wide() ? out.with(AttrFlag.CGROUP) : out;
    }
    if (options.chains() instanceof CallChains.UserStack(int bytes)) {
      out = out.withUserStack(registers(), bytes).with(AttrFlag.EXCLUDE_CALLCHAIN_USER);
    }
    return out;
  }

  /// The attribute of a further event of a group, which runs whenever the first one does.
  ///
  /// @param leader of the first one, as it was opened
  EventAttr member(EventSpec spec, EventAttr leader) {
    EventAttr out = attr(spec, false).without(AttrFlag.DISABLED).without(AttrFlag.ENABLE_ON_EXEC);
    out = leader.has(AttrFlag.INHERIT) ? out : out.without(AttrFlag.INHERIT);
    // Only counted: its samples are made from the leader's, whose fields they have.
    return spec.leads() ? out.without(AttrFlag.FREQ).sampled(0, leader.sampleType()) : out;
  }

  /// Whether many containers may be seen.
  private boolean wide() {
    return options.scope() instanceof Scope.AllCpus || options.scope() instanceof Scope.Cgroup;
  }

  private long sampleType(EventSpec spec) {
    long chains =
        switch (options.chains()) {
          case CallChains.None none -> 0;
          case CallChains.FramePointers pointers -> SampleType.CALLCHAIN;
          case CallChains.UserStack stack ->
              SampleType.CALLCHAIN | SampleType.REGS_USER | SampleType.STACK_USER;
        };
    return ALWAYS
        | chains
        | (spec.kind() == EventKind.TRACEPOINT ? SampleType.RAW : 0)
        | (wide() ? SampleType.CGROUP : 0);
  }

  private boolean frequency(EventSpec spec) {
    return spec.period().isEmpty()
        && (spec.frequency().isPresent()
            || spec.kind() != EventKind.TRACEPOINT && options.rate().frequency());
  }

  private long every(EventSpec spec, boolean frequency) {
    if (frequency) {
      return Math.min(highest, spec.frequency().orElse(options.rate().value()));
    }
    // Each pass of a tracepoint is worth a record, unless somebody says otherwise.
    boolean each = spec.kind() == EventKind.TRACEPOINT && options.rate().frequency();
    return spec.period().orElse(each ? 1 : options.rate().value());
  }

  /// The same for an older kernel, which refuses what it does not know; empty where nothing is left
  /// to leave out.
  static Optional<EventAttr> older(EventAttr attr) {
    // "perf: Support PERF_SAMPLE_READ with inherit", v6.13
    if (attr.has(AttrFlag.INHERIT) && (attr.sampleType() & SampleType.READ) != 0) {
      return Optional.of(attr.without(AttrFlag.INHERIT));
    }
    for (long flag : NEWER) {
      if (attr.has(flag)) {
        EventAttr out = attr.without(flag);
        return Optional.of(
            flag == AttrFlag.CGROUP
                ? out.sampled(out.period(), out.sampleType() & ~SampleType.CGROUP)
                : out);
      }
    }
    return Optional.empty();
  }

  /// What is missing of an attribute that had to be made older, in words.
  static List<String> lacking(EventAttr wanted, EventAttr got) {
    List<String> out = new ArrayList<>();
    if (wanted.has(AttrFlag.INHERIT) && !got.has(AttrFlag.INHERIT)) {
      out.add(
          "groups with :S are sampled in the threads that are there, not in what these start"
              + " (Linux 6.13 can); -a sees all");
    }
    for (long flag : NEWER) {
      if (wanted.has(flag) && !got.has(flag)) {
        out.add(LOST_WITH.getOrDefault(flag, "times are of the kernel's own clock"));
      }
    }
    return out;
  }

  private static long registers() {
    return switch (System.getProperty("os.arch", "")) {
      case "amd64", "x86_64" -> X86_REGISTERS;
      case "aarch64" -> ARM64_REGISTERS;
      default ->
          throw new Unsupported(
              "copies of user stacks (--call-graph dwarf) are known for x86-64 and arm64 only; try"
                  + " --call-graph fp");
    };
  }
}
