package org.inquest.kernel.panic;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.inquest.engine.target.Target;

/// The variables of kernel/panic.c and kernel/crash_core.c that say whether and where the kernel
/// panicked, and its settings. Nothing is read before it is asked for.
public final class PanicState {
  /// `PANIC_CPU_INVALID`.
  private static final int NO_CPU = -1;

  private final Target target;

  /// The state of this target.
  public PanicState(Target target) {
    this.target = target;
  }

  /// The CPU that ended the kernel's life: `panic_cpu`, set by `panic()` and `crash_kexec()` (an
  /// `atomic_t`), else `crashing_cpu`, set when x86 stops the others. Empty where the kernel did
  /// not panic or the variables can't be read.
  public OptionalInt cpu() {
    OptionalInt cpu = valid("panic_cpu");
    return cpu.isPresent() ? cpu : valid("crashing_cpu");
  }

  private OptionalInt valid(String name) {
    OptionalInt value = setting(name);
    return value.isPresent() && value.getAsInt() != NO_CPU ? value : OptionalInt.empty();
  }

  /// How many oopses the kernel had: `die_counter`.
  public OptionalInt oopses() {
    return setting("die_counter");
  }

  /// Why the kernel is tainted, one bit for each reason: see [Taint].
  public OptionalLong taint() {
    OptionalLong at = target.symbols().findAddress("tainted_mask");
    return at.isPresent() ? target.memory().findLong(at.getAsLong()) : OptionalLong.empty();
  }

  /// An `int` or `unsigned int` variable: `panic_on_oops`, `softlockup_panic`. Empty where the
  /// kernel has none of that name or it can't be read.
  public OptionalInt setting(String name) {
    OptionalLong at = target.symbols().findAddress(name);
    return at.isPresent() ? target.memory().findInt(at.getAsLong()) : OptionalInt.empty();
  }
}
