package org.inquest.lab.sweep.probe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A place where the kernel can be made to fail: `struct fault_attr`, include/linux/fault-inject.h.
///
/// @param name its folder below that of debugfs: `failslab`, `nvme0n1/fault_inject`
/// @param folder as on the machine: `/sys/kernel/debug/failslab`
/// @param kind what fails
/// @param knobs what its files say, by their names
/// @param fixed whether its files can't be written, by their modes
public record FaultPoint(
    String name, String folder, PointKind kind, Map<String, String> knobs, boolean fixed) {

  /// Keeps the order of the files.
  public FaultPoint {
    knobs = Collections.unmodifiableMap(new LinkedHashMap<>(knobs));
  }

  /// The path of one of its files, if it has that.
  public Optional<String> path(String knob) {
    return knobs.containsKey(knob) ? Optional.of(folder + "/" + knob) : Optional.empty();
  }

  /// How it looks at stacks before it fails, if it does (CONFIG_FAULT_INJECTION_STACKTRACE_FILTER).
  public Optional<StackFilter> stackFilter() {
    String end = knobs.get("require-end");
    String depth = knobs.get("stacktrace-depth");
    if (end == null || depth == null) {
      return Optional.empty();
    }
    int frames = depth.matches("\\d{1,4}") ? Integer.parseInt(depth) : 0;
    return Optional.of(new StackFilter(frames, end.startsWith("0x")));
  }

  /// A filter by ranges of addresses: a failure needs a return address of its stack between
  /// `require-start` and `require-end`, and none between `reject-start` and `reject-end`.
  ///
  /// @param depth how many frames are looked at now; 32 at most
  /// @param hexadecimal whether addresses are shown as `0x...`. Either form is taken; where it is
  ///   the decimal one, a person reads addresses as decimal numbers of 20 digits
  public record StackFilter(int depth, boolean hexadecimal) {}
}
