package org.inquest.kernel.cpu;

import java.util.Optional;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.MemoryFault;

/// A CPU's `preempt_count` (include/linux/preempt.h).
///
/// ```
///  31               23     19      15       7       0
///   |need resched*   | nmi  | irq   | softirq| preempt|      * x86: 0 = wanted
/// ```
///
/// The NMI that stopped the CPU counts, too: see [#interrupts]. So does a panic: see
/// [#beforePanic].
///
/// @param raw as read
public record PreemptCount(int raw) {

  /// Reads a CPU's; empty where the dump does not have it.
  public static Optional<PreemptCount> read(Target target, int cpu) {
    try {
      Optional<KObject> count =
          target
              // Of its own since 6.15 again (46e8fff6d45f ("x86/preempt: Move preempt count to
              // percpu hot section")), and before 64701838bf05 ("x86/percpu: Move preempt_count
              // next to current_task"), v6.2.
              .findPerCpu("__preempt_count", cpu)
              .or(() -> target.findPerCpu("pcpu_hot", cpu).map(hot -> hot.member("preempt_count")));
      return count.map(value -> new PreemptCount(value.asInt()));
    } catch (MemoryFault e) {
      return Optional.empty();
    }
  }

  /// The same without what `panic()` adds (20bb759a66be ("panic: ensure preemption is disabled
  /// during panic()"), v5.4).
  public PreemptCount beforePanic() {
    return preemption() > 0 ? new PreemptCount(raw - 1) : this;
  }

  /// How often preemption was switched off.
  public int preemption() {
    return raw & 0xff;
  }

  /// Whether it handled softirqs, or had them switched off.
  public int softirq() {
    return raw >>> 8 & 0xff;
  }

  /// How many device interrupts it was in; NMIs, which count as interrupts as well, are taken off.
  public int interrupts() {
    return Math.max(0, (raw >>> 16 & 0xf) - nmis());
  }

  /// How many NMIs it was in.
  public int nmis() {
    return raw >>> 20 & 0xf;
  }

  /// Whether another task should have had the CPU (x86 keeps the bit inverted).
  public boolean needResched() {
    return raw >= 0;
  }
}
