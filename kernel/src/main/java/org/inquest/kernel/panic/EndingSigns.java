package org.inquest.kernel.panic;

import java.util.List;
import java.util.Optional;
import org.inquest.kernel.panic.Ending.Kind;

/// By which words and functions an ending is known. The words are those of the `panic()` calls in
/// the kernel; a part of the message that stayed the same from 5.4 to 7.x is enough.
final class EndingSigns {
  /// A function on the panicking CPU's stack that means something.
  ///
  /// @param function its name without what the compiler added
  record Sign(String function, Kind kind) {}

  private record Words(String part, Kind kind) {}

  /// In order: the first that fits counts.
  private static final List<Words> REASONS =
      List.of(
          new Words("Fatal exception", Kind.OOPS),
          new Words("Oopsed too often", Kind.OOPS),
          new Words("killing interrupt handler", Kind.OOPS),
          new Words("kill the idle task", Kind.OOPS),
          new Words("warned too often", Kind.WARNING),
          new Words("Fatal hardware error", Kind.MACHINE_CHECK),
          new Words("sysrq triggered crash", Kind.SYSRQ),
          new Words("NMI: Not continuing", Kind.UNKNOWN_NMI),
          new Words("NMI IOCK error", Kind.HARDWARE_NMI),
          new Words("NMI: IOCK error", Kind.HARDWARE_NMI),
          new Words("re-timeout", Kind.WATCHDOG),
          new Words("pretimeout", Kind.WATCHDOG),
          new Words("An NMI occurred", Kind.WATCHDOG),
          new Words("softlockup: hung tasks", Kind.SOFT_LOCKUP),
          new Words("ard LOCKUP", Kind.HARD_LOCKUP),
          new Words("hung_task: blocked tasks", Kind.HUNG_TASK),
          new Words("RCU Stall", Kind.RCU_STALL),
          new Words("ut of memory", Kind.OUT_OF_MEMORY),
          new Words("deadlocked on memory", Kind.OUT_OF_MEMORY),
          new Words("panic_on_warn set", Kind.WARNING),
          new Words("Attempted to kill init", Kind.INIT_KILLED),
          new Words("No working init found", Kind.NO_INIT),
          new Words("Requested init ", Kind.NO_INIT),
          new Words("Unable to mount root fs", Kind.NO_ROOT),
          new Words("corrupted stack end", Kind.STACK_CORRUPTED),
          new Words("stack is corrupted in", Kind.STACK_CORRUPTED),
          new Words("achine check", Kind.MACHINE_CHECK));

  private static final List<Sign> FUNCTIONS =
      List.of(
          new Sign("sysrq_handle_crash", Kind.SYSRQ),
          new Sign("unknown_nmi_error", Kind.UNKNOWN_NMI),
          new Sign("pci_serr_error", Kind.HARDWARE_NMI),
          new Sign("io_check_error", Kind.HARDWARE_NMI),
          new Sign("ipmi_nmi", Kind.WATCHDOG),
          new Sign("hpwdt_pretimeout", Kind.WATCHDOG),
          new Sign("pretimeout_panic", Kind.WATCHDOG),
          new Sign("watchdog_timer_fn", Kind.SOFT_LOCKUP),
          new Sign("watchdog_overflow_callback", Kind.HARD_LOCKUP),
          new Sign("watchdog_hardlockup_check", Kind.HARD_LOCKUP),
          new Sign("out_of_memory", Kind.OUT_OF_MEMORY),
          new Sign("mce_panic", Kind.MACHINE_CHECK),
          new Sign("__stack_chk_fail", Kind.STACK_CORRUPTED),
          new Sign("check_panic_on_warn", Kind.WARNING),
          new Sign("mount_root", Kind.NO_ROOT),
          new Sign("mount_root_generic", Kind.NO_ROOT));

  /// On the stack of every CPU that went through `panic()` or asked for the crash kernel itself.
  private static final List<String> CRASH_PATH =
      List.of("panic", "vpanic", "nmi_panic", "crash_kexec", "__crash_kexec", "machine_kexec");

  private EndingSigns() {}

  /// Whether the registers of the panicking CPU are not those of the crash path: `oops_end()` hands
  /// the registers of the exception to `crash_kexec()`.
  static boolean stoppedInPlace(List<String> functions) {
    for (String name : functions) {
      if (CRASH_PATH.contains(plain(name))) {
        return false;
      }
    }
    return !functions.isEmpty();
  }

  private static String plain(String name) {
    int dot = name.indexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  static Optional<Kind> ofReason(String reason) {
    for (Words words : REASONS) {
      if (reason.contains(words.part)) {
        return Optional.of(words.kind);
      }
    }
    return Optional.empty();
  }

  /// Only what called `panic()` counts, so functions above an interrupted context must not be
  /// given.
  static Optional<Sign> onStack(List<String> functions) {
    for (String name : functions) {
      String plain = plain(name);
      for (Sign sign : FUNCTIONS) {
        if (sign.function.equals(plain)) {
          return Optional.of(sign);
        }
      }
    }
    return Optional.empty();
  }
}
