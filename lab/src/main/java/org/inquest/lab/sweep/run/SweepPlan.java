package org.inquest.lab.sweep.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.lab.sweep.count.Counting;
import org.inquest.lab.sweep.knob.KnobWrite;
import org.inquest.lab.sweep.probe.KernelProbe;

/// What a sweep would do; nothing has been made to fail.
///
/// @param probe what the kernel can be made to fail at
/// @param writes what is written before the first case
/// @param counts calls of each step that can fail, in a clean run
/// @param sites the places that the steps reach, in a clean run; empty where the kernel can't count
///   them, so that they are known only when they fail
/// @param cases that do not go through calls by their numbers
public record SweepPlan(
    KernelProbe probe,
    List<KnobWrite> writes,
    Map<String, Long> counts,
    Optional<Counting.Result> sites,
    List<SweepCase> cases) {
  public SweepPlan {
    writes = List.copyOf(writes);
    cases = List.copyOf(cases);
  }

  /// How many cases there will be, as far as is known.
  public long expected() {
    return cases.isEmpty()
        ? counts.values().stream().mapToLong(Long::longValue).sum()
        : cases.size();
  }
}
