package org.inquest.diagnose.fault;

import java.util.Optional;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.Fault;
import org.inquest.diagnose.value.Poison;
import org.inquest.formats.oops.LogEvent.Complaint;
import org.inquest.formats.oops.Trap;
import org.inquest.kernel.task.Task;

/// What a fault is a sign of; each has one rule.
public enum Nature {
  /// A kernel stack was too small: `stack.stack-overflow`.
  STACK_OVERFLOW,
  /// `__init` code ran after it was freed: `init.freed-init-code`.
  INIT_CODE,
  /// A list entry was used after it had left its list: `memory.list-corruption`.
  LIST,
  /// Freed memory was used, or freed again: `memory.use-after-free`.
  FREED,
  /// `BUG()`: `fault.kernel-bug`.
  BUG,
  /// The crash was asked for by writing through a NULL pointer, as sysrq did before 8341f2f222d7
  /// ("sysrq: Use panic() to force a crash", v5.0).
  REQUESTED,
  /// Anything else: `fault.kernel-oops`.
  PLAIN;

  private static final long PAGE = 4096;

  /// Decides.
  public static Nature of(Fault fault, CrashFacts facts) {
    if (overflow(fault, facts)) {
      return STACK_OVERFLOW;
    }
    if (InitCode.find(fault, facts).isPresent()) {
      return INIT_CODE;
    }
    if (fault.function().equals("sysrq_handle_crash")) {
      return REQUESTED;
    }
    Optional<Complaint.Kind> complaint =
        fault.report().flatMap(r -> r.complaint()).map(Complaint::kind);
    Optional<Poison.Kind> poison =
        fault.address().isPresent()
            ? Poison.find(fault.address().getAsLong()).map(Poison::kind)
            : Optional.empty();
    if (complaint.equals(Optional.of(Complaint.Kind.LIST))
        || poison.equals(Optional.of(Poison.Kind.LIST))) {
      return LIST;
    }
    boolean slab =
        complaint.equals(Optional.of(Complaint.Kind.SLAB))
            || complaint.equals(Optional.of(Complaint.Kind.REFCOUNT))
            || fault.report().map(r -> r.place().startsWith("mm/sl")).orElse(false);
    if (slab || poison.equals(Optional.of(Poison.Kind.FREED))) {
      return FREED;
    }
    return fault.trap() == Trap.BUG ? BUG : PLAIN;
  }

  private static boolean overflow(Fault fault, CrashFacts facts) {
    if (fault.trap() == Trap.STACK_OVERFLOW) {
      return true;
    }
    Optional<Task> task = fault.task();
    if (task.isEmpty() || task.get().stack() == 0) {
      return false;
    }
    if (fault.trap() == Trap.DOUBLE_FAULT && fault.stackPointer().isPresent()) {
      // Less than a page below, or so near the end that no exception fits any more.
      long above = fault.stackPointer().getAsLong() - task.get().stack();
      return above < 0x100 && above > -PAGE;
    }
    return fault.address().isPresent()
        && AddressMeaning.of(fault.address().getAsLong(), facts.target(), task).kind()
            == AddressMeaning.Kind.STACK_GUARD;
  }
}
