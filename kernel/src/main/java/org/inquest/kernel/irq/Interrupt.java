package org.inquest.kernel.irq;

import java.util.List;

/// A numbered interrupt (`struct irq_desc`, include/linux/irqdesc.h).
///
/// @param number as in /proc/interrupts
/// @param address of its `struct irq_desc`
/// @param actions names of those who handle it; empty where nobody asked for it
/// @param counts how often each CPU took it, in the order of [#cpus]
/// @param cpus the CPUs counted
public record Interrupt(
    int number, long address, List<String> actions, List<Long> counts, List<Integer> cpus) {
  public Interrupt {
    actions = List.copyOf(actions);
    counts = List.copyOf(counts);
    cpus = List.copyOf(cpus);
  }

  /// How often it came on all CPUs.
  public long total() {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }
}
