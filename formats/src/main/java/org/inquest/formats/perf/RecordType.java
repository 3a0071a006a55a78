package org.inquest.formats.perf;

import java.util.Map;

/// What a record of a profile says: `perf_event_header.type`. Up to 63 the kernel writes them
/// (`enum perf_event_type` of include/uapi/linux/perf_event.h), from 64 on the program that records
/// (tools/lib/perf/include/perf/event.h).
///
/// @param number as in the file
public record RecordType(int number) {
  /// A mapping of code, without the file's identity.
  public static final int MMAP = 1;

  /// Events were lost: id and count.
  public static final int LOST = 2;

  /// A thread got a name.
  public static final int COMM = 3;

  /// A thread ended.
  public static final int EXIT = 4;

  /// The kernel began to leave out samples.
  public static final int THROTTLE = 5;

  /// The kernel stopped leaving out samples.
  public static final int UNTHROTTLE = 6;

  /// A thread began.
  public static final int FORK = 7;

  /// A counter's value when its task ended.
  public static final int READ = 8;

  /// A sample: its fields are those of [SampleType].
  public static final int SAMPLE = 9;

  /// A mapping with inode or build-id, protection and flags.
  public static final int MMAP2 = 10;

  /// New bytes in the AUX area.
  public static final int AUX = 11;

  /// An instruction trace starts.
  public static final int ITRACE_START = 12;

  /// Samples were lost: a count.
  public static final int LOST_SAMPLES = 13;

  /// A task was switched in or out.
  public static final int SWITCH = 14;

  /// The same, with the other task.
  public static final int SWITCH_CPU_WIDE = 15;

  /// A thread's namespaces.
  public static final int NAMESPACES = 16;

  /// A symbol of the kernel appeared or went: BPF programs, trampolines.
  public static final int KSYMBOL = 17;

  /// A BPF program was loaded or unloaded.
  public static final int BPF_EVENT = 18;

  /// A control group: id and path.
  public static final int CGROUP = 19;

  /// The kernel changed its own code.
  public static final int TEXT_POKE = 20;

  /// The hardware's id of an AUX event.
  public static final int AUX_OUTPUT_HW_ID = 21;

  /// The user's part of a call chain, delivered on the way back to user mode (Linux 6.19).
  public static final int CALLCHAIN_DEFERRED = 22;

  /// Records from here on are not the kernel's.
  public static final int USER_START = 64;

  /// An event's attributes and ids, in the pipe form.
  public static final int HEADER_ATTR = 64;

  /// Names of events; not written since 2011.
  public static final int HEADER_EVENT_TYPE = 65;

  /// Followed by the tracing data, whose size it tells.
  public static final int HEADER_TRACING_DATA = 66;

  /// The build-id of a file.
  public static final int HEADER_BUILD_ID = 67;

  /// Nothing that follows belongs before what was the latest at the round before.
  public static final int FINISHED_ROUND = 68;

  /// To which CPU and thread each id belongs.
  public static final int ID_INDEX = 69;

  /// What kind of AUX data there are.
  public static final int AUXTRACE_INFO = 70;

  /// Followed by AUX data, whose size it tells.
  public static final int AUXTRACE = 71;

  /// A decoder of AUX data failed.
  public static final int AUXTRACE_ERROR = 72;

  /// Threads that are counted.
  public static final int THREAD_MAP = 73;

  /// CPUs that are counted.
  public static final int CPU_MAP = 74;

  /// How perf stat was called.
  public static final int STAT_CONFIG = 75;

  /// A counter's value.
  public static final int STAT = 76;

  /// A round of values ended.
  public static final int STAT_ROUND = 77;

  /// More about an event: unit, scale, name, CPUs.
  public static final int EVENT_UPDATE = 78;

  /// From time-stamp counter to perf's time.
  public static final int TIME_CONV = 79;

  /// A feature of the header, in the pipe form.
  public static final int HEADER_FEATURE = 80;

  /// Records, compressed with zstd.
  public static final int COMPRESSED = 81;

  /// The threads and mappings that were there before are told.
  public static final int FINISHED_INIT = 82;

  /// As [#COMPRESSED], padded, with the size of what is packed (perf 6.15).
  public static final int COMPRESSED2 = 83;

  /// Metadata of BPF programs (perf 6.15).
  public static final int BPF_METADATA = 84;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(MMAP, "MMAP"),
          Map.entry(LOST, "LOST"),
          Map.entry(COMM, "COMM"),
          Map.entry(EXIT, "EXIT"),
          Map.entry(THROTTLE, "THROTTLE"),
          Map.entry(UNTHROTTLE, "UNTHROTTLE"),
          Map.entry(FORK, "FORK"),
          Map.entry(READ, "READ"),
          Map.entry(SAMPLE, "SAMPLE"),
          Map.entry(MMAP2, "MMAP2"),
          Map.entry(AUX, "AUX"),
          Map.entry(ITRACE_START, "ITRACE_START"),
          Map.entry(LOST_SAMPLES, "LOST_SAMPLES"),
          Map.entry(SWITCH, "SWITCH"),
          Map.entry(SWITCH_CPU_WIDE, "SWITCH_CPU_WIDE"),
          Map.entry(NAMESPACES, "NAMESPACES"),
          Map.entry(KSYMBOL, "KSYMBOL"),
          Map.entry(BPF_EVENT, "BPF_EVENT"),
          Map.entry(CGROUP, "CGROUP"),
          Map.entry(TEXT_POKE, "TEXT_POKE"),
          Map.entry(AUX_OUTPUT_HW_ID, "AUX_OUTPUT_HW_ID"),
          Map.entry(CALLCHAIN_DEFERRED, "CALLCHAIN_DEFERRED"),
          Map.entry(HEADER_ATTR, "HEADER_ATTR"),
          Map.entry(HEADER_EVENT_TYPE, "HEADER_EVENT_TYPE"),
          Map.entry(HEADER_TRACING_DATA, "HEADER_TRACING_DATA"),
          Map.entry(HEADER_BUILD_ID, "HEADER_BUILD_ID"),
          Map.entry(FINISHED_ROUND, "FINISHED_ROUND"),
          Map.entry(ID_INDEX, "ID_INDEX"),
          Map.entry(AUXTRACE_INFO, "AUXTRACE_INFO"),
          Map.entry(AUXTRACE, "AUXTRACE"),
          Map.entry(AUXTRACE_ERROR, "AUXTRACE_ERROR"),
          Map.entry(THREAD_MAP, "THREAD_MAP"),
          Map.entry(CPU_MAP, "CPU_MAP"),
          Map.entry(STAT_CONFIG, "STAT_CONFIG"),
          Map.entry(STAT, "STAT"),
          Map.entry(STAT_ROUND, "STAT_ROUND"),
          Map.entry(EVENT_UPDATE, "EVENT_UPDATE"),
          Map.entry(TIME_CONV, "TIME_CONV"),
          Map.entry(HEADER_FEATURE, "HEADER_FEATURE"),
          Map.entry(COMPRESSED, "COMPRESSED"),
          Map.entry(FINISHED_INIT, "FINISHED_INIT"),
          Map.entry(COMPRESSED2, "COMPRESSED2"),
          Map.entry(BPF_METADATA, "BPF_METADATA"));

  /// Whether its layout is told somewhere; others are passed over.
  public boolean known() {
    return NAMES.containsKey(number);
  }

  @Override
  public String toString() {
    return NAMES.getOrDefault(number, "record type " + number);
  }
}
