package org.inquest.kernel.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.symbol.Symbols;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Registers;
import org.inquest.engine.unwind.Stack;

/// A stretch of a stack between two entries to the kernel: a task's own code, an exception or
/// interrupt in it, an NMI in that.
///
/// @param kind what it is
/// @param frames innermost first, never empty
public record Context(Kind kind, List<Frame> frames) {

  /// What a stretch of stack is.
  public enum Kind {
    /// A non-maskable interrupt.
    NMI,
    /// An interrupt of a device, a timer or another CPU.
    INTERRUPT,
    /// A fault or trap of the code below it.
    EXCEPTION,
    /// A system call's or kernel thread's own code.
    KERNEL,
    /// User mode: registers only.
    USER
  }

  public Context {
    frames = List.copyOf(frames);
  }

  /// The contexts of a stack, innermost first.
  public static List<Context> of(Stack stack, Symbols symbols) {
    List<Context> contexts = new ArrayList<>();
    List<Frame> part = new ArrayList<>();
    for (Frame frame : stack.frames()) {
      if (frame.origin() == Frame.Origin.EXCEPTION && !part.isEmpty()) {
        contexts.add(close(part, symbols));
        part.clear();
      }
      part.add(frame);
    }
    if (!part.isEmpty()) {
      contexts.add(close(part, symbols));
    }
    return contexts;
  }

  private static Context close(List<Frame> part, Symbols symbols) {
    boolean user = part.getFirst().registers().map(Registers::user).orElse(false);
    return new Context(user ? Kind.USER : kind(part, symbols), part);
  }

  private static Kind kind(List<Frame> part, Symbols symbols) {
    String entry = symbols.nameAt(part.getLast().lookupPc()).orElse("");
    // nmi, end_repeat_nmi, asm_exc_nmi (arch/x86/entry/entry_64.S).
    if (entry.equals("nmi") || entry.endsWith("_nmi")) {
      return Kind.NMI;
    }
    // asm_sysvec_* since 6368558c3710 ("x86/entry: Provide IDTENTRY_SYSVEC", v5.8); before, an
    // entry was called by its vector: apic_timer_interrupt.
    if (entry.startsWith("asm_sysvec_")
        || entry.endsWith("_interrupt")
        || entry.equals("ret_from_intr")
        || entry.equals("fred_extint")) {
      return Kind.INTERRUPT;
    }
    if (entry.startsWith("asm_exc_") || entry.equals("page_fault") || entry.equals("error_entry")) {
      return Kind.EXCEPTION;
    }
    return Kind.KERNEL;
  }

  /// The contexts without those that only took the dump: the NMI by which a CPU stopped or
  /// panicked, the interrupt whose handler called `panic()`. What is left is what the CPU was
  /// doing.
  public static List<Context> interrupted(List<Context> contexts, Symbols symbols) {
    int first = 0;
    while (first < contexts.size() - 1 && contexts.get(first).tookTheDump(symbols)) {
      first++;
    }
    return contexts.subList(first, contexts.size());
  }

  private boolean tookTheDump(Symbols symbols) {
    return kind == Kind.NMI || kind == Kind.INTERRUPT && calls(symbols, "panic", "crash_kexec");
  }

  /// Whether one of its frames is in one of these functions, or in a part of one that the compiler
  /// split off.
  public boolean calls(Symbols symbols, String... functions) {
    for (Frame frame : frames) {
      String name = symbols.nameAt(frame.lookupPc()).orElse("");
      for (String function : functions) {
        if (name.equals(function)
            || name.startsWith(function) && name.charAt(function.length()) == '.') {
          return true;
        }
      }
    }
    return false;
  }

  /// The registers it was interrupted with, where they were saved.
  public Optional<Registers> registers() {
    return frames.getFirst().registers();
  }

  /// The innermost address.
  public long pc() {
    return frames.getFirst().pc();
  }
}
