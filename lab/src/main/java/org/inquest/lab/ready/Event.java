package org.inquest.lab.ready;

/// What may happen to a machine.
public enum Event {
  /// The kernel gives up.
  PANIC("panic", "it stops"),
  /// A bad pointer, a `BUG()`.
  OOPS("oops", "the task is killed, its locks stay held, the machine goes on"),
  /// A task waits in D state for ever: a deadlock, an I/O that never completes.
  BLOCKED_TASK(
      "task hung in D state", "nothing: the task waits for ever, others pile up behind it"),
  /// Kernel code loops and lets no other task run on its CPU.
  SOFT_LOCKUP("soft lockup", "nothing: the CPU is lost"),
  /// A CPU loops with interrupts off.
  HARD_LOCKUP("hard lockup", "nothing: the CPU is lost, soon the machine"),
  /// A CPU stays in an RCU read section.
  RCU_STALL("RCU stall", "warnings in the log; memory is no longer freed"),
  /// Real-time tasks take all CPUs.
  RT_HOGS("real-time tasks on all CPUs", "ordinary tasks wait"),
  /// No memory is left.
  OUT_OF_MEMORY("out of memory", "one process is killed, the machine goes on"),
  /// A `WARN()`.
  WARNING("kernel warning", "a stack in the log, the machine goes on"),
  /// Somebody presses the NMI button, or sends the NMI by remote management.
  NMI_BUTTON("NMI button pressed", "two lines in the log, the machine goes on as before"),
  /// Somebody types Alt-SysRq-C.
  SYSRQ_CRASH("Alt-SysRq-C typed", "nothing: the key is disabled");

  private final String title;
  private final String otherwise;

  Event(String title, String otherwise) {
    this.title = title;
    this.otherwise = otherwise;
  }

  /// A few words for a person.
  public String title() {
    return title;
  }

  /// What happens if nothing on the machine turns it into a panic.
  String otherwise() {
    return otherwise;
  }

  /// Whether a person would say that the machine hangs.
  public boolean isHang() {
    return switch (this) {
      case BLOCKED_TASK, SOFT_LOCKUP, HARD_LOCKUP, RT_HOGS -> true;
      default -> false;
    };
  }
}
