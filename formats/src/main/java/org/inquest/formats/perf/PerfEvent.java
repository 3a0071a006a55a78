package org.inquest.formats.perf;

import java.util.List;

/// One of the events that a profile was made of.
///
/// @param index counted from 0, in the file's order
/// @param name as the recorder called it, `cycles:u`; made from the numbers where it did not
/// @param attr what the kernel was asked for
/// @param ids the numbers that its records carry, one for each CPU or thread
public record PerfEvent(int index, String name, PerfEventAttr attr, List<Long> ids) {
  private static final List<String> HARDWARE =
      List.of(
          "cycles",
          "instructions",
          "cache-references",
          "cache-misses",
          "branches",
          "branch-misses",
          "bus-cycles",
          "stalled-cycles-frontend",
          "stalled-cycles-backend",
          "ref-cycles");

  private static final List<String> SOFTWARE =
      List.of(
          "cpu-clock",
          "task-clock",
          "page-faults",
          "context-switches",
          "cpu-migrations",
          "minor-faults",
          "major-faults",
          "alignment-faults",
          "emulation-faults",
          "dummy",
          "bpf-output",
          "cgroup-switches");

  /// What an event is called that nobody named.
  static String nameOf(PerfEventAttr attr) {
    List<String> names =
        switch (attr.type()) {
          case 0 -> HARDWARE;
          case 1 -> SOFTWARE;
          default -> List.of();
        };
    return attr.config() >= 0 && attr.config() < names.size()
        ? names.get((int) attr.config())
        : "type "
            + Integer.toUnsignedString(attr.type())
            + " config 0x"
            + Long.toHexString(attr.config());
  }

  /// Whether it was not sampled itself, but read whenever the leader of its group was
  /// (`{cycles,instructions}:S`): then a sample's period is how often it happened since the sample
  /// before.
  public boolean counted() {
    return attr.samples(SampleType.READ) && attr.samplePeriod() == 0;
  }

  /// Whether it counts nothing: such events carry mappings and names for the others.
  public boolean isDummy() {
    return attr.type() == 1 && attr.config() == 9;
  }
}
