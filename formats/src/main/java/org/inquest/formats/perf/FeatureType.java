package org.inquest.formats.perf;

import java.util.List;

/// An optional part of a perf.data file's header: a bit's number, from 0 to 255 (`HEADER_*` of
/// tools/perf/util/header.h).
///
/// @param number as in the file
public record FeatureType(int number) {
  /// How many bits the header has.
  public static final int MAX = 256;

  /// Formats of tracepoints.
  public static final int TRACING_DATA = 1;

  /// Build-ids of the files that samples are in.
  public static final int BUILD_ID = 2;

  /// The machine's name.
  public static final int HOSTNAME = 3;

  /// `uname -r`.
  public static final int OSRELEASE = 4;

  /// Of the program that recorded.
  public static final int VERSION = 5;

  /// `uname -m`.
  public static final int ARCH = 6;

  /// CPUs that there are, and that are online.
  public static final int NRCPUS = 7;

  /// The CPU, for people.
  public static final int CPUDESC = 8;

  /// The CPU, for programs.
  public static final int CPUID = 9;

  /// Kilobytes of memory.
  public static final int TOTAL_MEM = 10;

  /// How the recorder was called.
  public static final int CMDLINE = 11;

  /// The events: attributes, names, ids.
  public static final int EVENT_DESC = 12;

  /// Which CPUs share cores, dies and sockets.
  public static final int CPU_TOPOLOGY = 13;

  /// Nodes of memory.
  public static final int NUMA_TOPOLOGY = 14;

  /// There are branch stacks; empty.
  public static final int BRANCH_STACK = 15;

  /// Names of the types of PMUs.
  public static final int PMU_MAPPINGS = 16;

  /// Groups of events.
  public static final int GROUP_DESC = 17;

  /// Where AUX data are.
  public static final int AUXTRACE = 18;

  /// Counters, no samples; empty.
  public static final int STAT = 19;

  /// The caches.
  public static final int CACHE = 20;

  /// Times of the first and of the last sample.
  public static final int SAMPLE_TIME = 21;

  /// Which memory is on which node.
  public static final int MEM_TOPOLOGY = 22;

  /// Resolution of the clock.
  public static final int CLOCKID = 23;

  /// Version of the directory form.
  public static final int DIR_FORMAT = 24;

  /// BPF programs.
  public static final int BPF_PROG_INFO = 25;

  /// Their types.
  public static final int BPF_BTF = 26;

  /// How records are compressed.
  public static final int COMPRESSED = 27;

  /// What the CPU's PMU can do.
  public static final int CPU_PMU_CAPS = 28;

  /// The clock beside the time of day.
  public static final int CLOCK_DATA = 29;

  /// CPUs of different kinds.
  public static final int HYBRID_TOPOLOGY = 30;

  /// What the other PMUs can do.
  public static final int PMU_CAPS = 31;

  private static final List<String> NAMES =
      List.of(
          "RESERVED",
          "TRACING_DATA",
          "BUILD_ID",
          "HOSTNAME",
          "OSRELEASE",
          "VERSION",
          "ARCH",
          "NRCPUS",
          "CPUDESC",
          "CPUID",
          "TOTAL_MEM",
          "CMDLINE",
          "EVENT_DESC",
          "CPU_TOPOLOGY",
          "NUMA_TOPOLOGY",
          "BRANCH_STACK",
          "PMU_MAPPINGS",
          "GROUP_DESC",
          "AUXTRACE",
          "STAT",
          "CACHE",
          "SAMPLE_TIME",
          "MEM_TOPOLOGY",
          "CLOCKID",
          "DIR_FORMAT",
          "BPF_PROG_INFO",
          "BPF_BTF",
          "COMPRESSED",
          "CPU_PMU_CAPS",
          "CLOCK_DATA",
          "HYBRID_TOPOLOGY",
          "PMU_CAPS");

  /// Whether it has a name here; others are kept as bytes like all.
  public boolean known() {
    return number >= 0 && number < NAMES.size();
  }

  @Override
  public String toString() {
    return known() ? NAMES.get(number) : "feature " + number;
  }
}
