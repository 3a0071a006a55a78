package org.inquest.kernel.panic;

import java.util.List;
import java.util.Optional;
import org.inquest.formats.oops.LogEvent;

/// What ended the kernel's life.
///
/// @param kind which
/// @param cpu the CPU that panicked; -1 where none did
/// @param function the function that decided it, from the panicking CPU's stack: `ipmi_nmi`; empty
///   where the stack does not tell
/// @param panic the panic's lines in the log; empty where it has none (an oops goes straight to the
///   crash kernel, a hypervisor's dump has no panic at all)
public record Ending(Kind kind, int cpu, String function, Optional<LogEvent.Panic> panic) {

  /// The reasons for which kernels end.
  public enum Kind {
    /// An exception in kernel mode: see the fault.
    OOPS("an oops"),
    /// `panic_on_warn`.
    WARNING("a warning, because panic_on_warn is set"),
    /// `echo c > /proc/sysrq-trigger` or the key.
    SYSRQ("a request by sysrq"),
    /// An NMI that no driver claims: an operator's button, `inject-nmi`, a management controller.
    UNKNOWN_NMI("an NMI that nothing in the machine claims, as an operator's button sends"),
    /// An NMI that says that hardware is broken.
    HARDWARE_NMI("an NMI by which the hardware reports an error"),
    /// A watchdog's pre-timeout NMI or interrupt: its daemon did not reset it in time.
    WATCHDOG("a hardware watchdog that was not reset in time"),
    /// `hung_task_panic`.
    HUNG_TASK("khungtaskd, because a task was blocked for too long and hung_task_panic is set"),
    /// `softlockup_panic`.
    SOFT_LOCKUP("the soft-lockup watchdog, because softlockup_panic is set"),
    /// `hardlockup_panic`.
    HARD_LOCKUP("the hard-lockup watchdog, because hardlockup_panic is set"),
    /// `panic_on_rcu_stall`.
    RCU_STALL("RCU, because a grace period stalled and panic_on_rcu_stall is set"),
    /// `panic_on_oom`, or nothing left to kill.
    OUT_OF_MEMORY("the OOM killer"),
    /// PID 1 exited or was killed.
    INIT_KILLED("the end of init"),
    /// No program to start as PID 1.
    NO_INIT("the lack of a program to run as init"),
    /// The root file system could not be mounted.
    NO_ROOT("the lack of a root file system"),
    /// A canary on a kernel stack was overwritten.
    STACK_CORRUPTED("a kernel stack whose guard value was overwritten"),
    /// An uncorrected error of CPU or memory.
    MACHINE_CHECK("a machine check"),
    /// A panic with another message.
    OTHER("a panic"),
    /// The kernel did not panic: it was alive when somebody copied its memory.
    NOT_PANICKED("nobody: the kernel was alive when its memory was copied");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /// For a sentence: "the kernel was ended by *...*".
    public String words() {
      return words;
    }

    /// Whether somebody outside asked for the dump, so that the ending says nothing of the reason.
    public boolean requested() {
      return this == SYSRQ || this == UNKNOWN_NMI || this == NOT_PANICKED;
    }
  }

  /// Works out the ending.
  ///
  /// @param cpu the panicking CPU, -1 if none
  /// @param functions names on that CPU's stack, innermost first
  /// @param events what the log reports
  public static Ending of(int cpu, List<String> functions, List<LogEvent> events) {
    Optional<LogEvent.Panic> panic = Optional.empty();
    boolean oops = false;
    for (LogEvent event : events) {
      switch (event) {
        // The first panic is the reason; a second one happens while the kernel goes down.
        case LogEvent.Panic p -> panic = panic.isEmpty() ? Optional.of(p) : panic;
        case LogEvent.TrapReport t -> oops = true;
        default -> {}
      }
    }
    Optional<EndingSigns.Sign> sign = EndingSigns.onStack(functions);
    Kind kind =
        panic
            .flatMap(p -> EndingSigns.ofReason(p.reason()))
            .or(() -> sign.map(EndingSigns.Sign::kind))
            .orElse(panic.isPresent() ? Kind.OTHER : fallback(cpu, oops, functions));
    String function = sign.filter(s -> s.kind() == kind).map(EndingSigns.Sign::function).orElse("");
    return new Ending(kind, cpu, function, panic);
  }

  private static Kind fallback(int cpu, boolean oops, List<String> functions) {
    if (cpu < 0) {
      return Kind.NOT_PANICKED;
    }
    return oops || EndingSigns.stoppedInPlace(functions) ? Kind.OOPS : Kind.OTHER;
  }
}
