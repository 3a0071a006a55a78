package org.inquest.diagnose.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.engine.symbol.Symbols;
import org.inquest.engine.unwind.Frame;
import org.inquest.kernel.cpu.Context;
import org.inquest.kernel.cpu.CpuState;

/// Puts into words what a CPU was busy with.
final class CpuWork {
  private static final int SHOWN = 12;

  /// A slow path is called by a fast path, which is called by who wants the lock.
  private static final int SPIN_DEPTH = 3;

  private CpuWork() {}

  /// @param userPlace names an address of the task's user memory: `busybox+0x12b4ce`
  static CpuActivity of(CpuState state, Symbols symbols, LongFunction<Optional<String>> userPlace) {
    return new CpuActivity(
        state.cpu(),
        state.task(),
        !state.contexts().isEmpty(),
        state.inUser(),
        taskInKernel(withoutInterrupts(state.contexts(), symbols)),
        where(state.contexts(), symbols, userPlace),
        where(withoutInterrupts(state.contexts(), symbols), symbols, userPlace),
        frames(state, symbols),
        spinsFor(state, symbols),
        state.interruptsOff(),
        state.preempt(),
        state.panickedInNmi().map(nmi -> nmi(nmi, symbols)));
  }

  private static boolean taskInKernel(List<Context> contexts) {
    return !contexts.isEmpty() && contexts.getFirst().kind() != Context.Kind.USER;
  }

  /// A function's name without the suffix that a compiler gives to a part of it.
  static String plain(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /// `in user mode`, `in the kernel, in busy_loop [havoc]`, `handling an interrupt, in ...`.
  private static String where(
      List<Context> contexts, Symbols symbols, LongFunction<Optional<String>> userPlace) {
    if (contexts.isEmpty()) {
      return "in a place the dump does not tell";
    }
    Context first = contexts.getFirst();
    return switch (first.kind()) {
      case USER ->
          userPlace.apply(first.pc()).map(p -> "in user mode at " + p).orElse("in user mode");
      case INTERRUPT -> "handling an interrupt, in " + function(first, symbols);
      case NMI -> "in an NMI, in " + function(first, symbols);
      case EXCEPTION, KERNEL -> "in the kernel, in " + function(first, symbols);
    };
  }

  /// `busy_loop [havoc]`.
  private static String function(Context context, Symbols symbols) {
    return name(context.frames().getFirst(), symbols);
  }

  private static String name(Frame frame, Symbols symbols) {
    return symbols
        .at(frame.lookupPc())
        .map(s -> s.module().isEmpty() ? s.name() : s.name() + " [" + s.module() + "]")
        .orElse("0x" + Long.toHexString(frame.pc()));
  }

  /// Where an NMI that made a CPU panic came from, as its handler tells: `the NMI of the IPMI
  /// watchdog's pre-timeout (ipmi_nmi)`.
  private static String nmi(Context nmi, Symbols symbols) {
    for (Frame frame : nmi.frames()) {
      String plain = plain(symbols.nameAt(frame.lookupPc()).orElse(""));
      String source =
          switch (plain) {
            // drivers/char/ipmi/ipmi_watchdog.c, drivers/watchdog/hpwdt.c.
            case "ipmi_nmi" -> "the IPMI watchdog's pre-timeout NMI";
            case "hpwdt_pretimeout" -> "the HPE watchdog's NMI";
            // arch/x86/kernel/nmi.c.
            case "unknown_nmi_error" ->
                "an NMI without a known reason, as a hypervisor's or a button's";
            case "pci_serr_error" -> "an NMI for a PCI system error";
            case "io_check_error" -> "an NMI for an I/O check";
            // kernel/watchdog_hld.c.
            case "watchdog_overflow_callback", "watchdog_hardlockup_check" ->
                "the hard lockup detector's NMI";
            default -> "";
          };
      if (!source.isEmpty()) {
        return source + " (" + plain + ")";
      }
    }
    return "an NMI";
  }

  /// The frames of a CPU outside of user mode, innermost first, as `bt` prints them.
  private static List<FrameLine> frames(CpuState state, Symbols symbols) {
    List<FrameLine> lines = new ArrayList<>();
    for (Frame frame : state.kernelFrames()) {
      if (lines.size() == SHOWN) {
        lines.add(FrameLine.calling("..."));
        break;
      }
      lines.add(FrameLine.of(frame, symbols));
    }
    return lines;
  }

  private static List<Context> withoutInterrupts(List<Context> contexts, Symbols symbols) {
    int first = 0;
    while (first < contexts.size() - 1 && isPassing(contexts.get(first), symbols)) {
      first++;
    }
    return contexts.subList(Math.min(first, contexts.size()), contexts.size());
  }

  /// An interrupt's handler itself, not the soft interrupts that may follow it and last.
  private static boolean isPassing(Context context, Symbols symbols) {
    return context.kind() == Context.Kind.INTERRUPT
        && !context.calls(symbols, "handle_softirqs", "__do_softirq");
  }

  /// What the innermost functions of the task, or of an interrupt in it, wait for by spinning, in
  /// words: `for a spinlock`; empty where the CPU does not spin for another one.
  private static Optional<String> spinsFor(CpuState state, Symbols symbols) {
    for (Context context : state.contexts()) {
      List<Frame> frames = context.frames();
      for (Frame frame : frames.subList(0, Math.min(frames.size(), SPIN_DEPTH))) {
        String what = spin(symbols.nameAt(frame.lookupPc()).orElse(""));
        if (context.kind() != Context.Kind.USER && !what.isEmpty()) {
          return Optional.of(what);
        }
      }
    }
    return Optional.empty();
  }

  /// The slow paths of kernel/locking/qspinlock.c, qrwlock.c, osq_lock.c, of arch/x86's paravirtual
  /// locks, and the loop in kernel/smp.c.
  private static String spin(String function) {
    if (function.endsWith("queued_spin_lock_slowpath") || function.startsWith("_raw_spin_lock")) {
      return "for a spinlock";
    }
    if (function.endsWith("queued_read_lock_slowpath")
        || function.endsWith("queued_write_lock_slowpath")
        || function.startsWith("_raw_read_lock")
        || function.startsWith("_raw_write_lock")) {
      return "for a read-write spinlock";
    }
    if (function.equals("osq_lock")
        || function.equals("mutex_spin_on_owner")
        || function.equals("rwsem_spin_on_owner")) {
      return "for the owner of a sleeping lock to leave its CPU or unlock";
    }
    if (function.startsWith("smp_call_function_") || function.startsWith("csd_lock_wait")) {
      return "for other CPUs to answer a function call";
    }
    return "";
  }
}
