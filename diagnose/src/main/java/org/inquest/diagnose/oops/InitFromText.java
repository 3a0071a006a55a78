package org.inquest.diagnose.oops;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.formats.oops.CodeBytes;
import org.inquest.formats.oops.CodeLine;
import org.inquest.formats.oops.Trap;

/// Whether init code ran after its memory was given back, told from a log alone.
///
/// `free_initmem()` (arch/x86/mm/init.c) fills the init section with 0xcc, which as an instruction
/// is a breakpoint. Until pages had rights the CPU ran into it (`int3`); since then the section is
/// not executable, or with page-table isolation not there: the instruction fetch fails. Other
/// things have 0xcc too:
///
/// | look-alike | how it is told apart |
/// |---|---|
/// | a breakpoint of kprobes, ftrace, a jump label | other code on both sides |
/// | padding between functions, `ret; int3` | no run on both sides, or what is before the run ends a function |
/// | the filling behind text, SLUB's guard | the trap is not in a function's code; data is not executed |
public sealed interface InitFromText {

  /// Reasons for the answer, each a clause.
  List<String> because();

  /// It was init code.
  record Certain(List<String> because) implements InitFromText {}

  /// It most likely was.
  record Likely(List<String> because) implements InitFromText {}

  /// It was not, or nothing says so.
  record No(List<String> because) implements InitFromText {}

  /// Bytes on each side that must all be 0xcc.
  int REACH = 8;

  /// `POISON_FREE_INITMEM` (include/linux/poison.h), and `int3`.
  int POISON = 0xcc;

  /// Decides.
  ///
  /// @param inInit whether a symbol table puts the program counter into the init section; empty
  ///   without one
  static InitFromText of(LoggedFault fault, Optional<Boolean> inInit) {
    if (inInit.isPresent() && !inInit.get()) {
      return new No(List.of("the program counter is not in the init section"));
    }
    boolean fetch = failedFetch(fault);
    Optional<CodeBytes> code = marked(fault);
    boolean run = code.isPresent() && code.get().runOf(POISON, REACH) && wide(code.get());
    if (!fetch && !(executedPoison(fault) && run)) {
      return new No(List.of(why(fault, code)));
    }
    List<String> because = new ArrayList<>();
    because.add(fetch ? fetchWords(fault) : "the CPU ran into a run of 0xcc on both sides");
    if (fetch && run) {
      because.add("its bytes are 0xcc");
    }
    if (fault.initFreed()) {
      because.add("the log says before that init memory was freed");
    }
    if (inInit.isPresent()) {
      because.add("the symbol is in the init section");
      return new Certain(List.copyOf(because));
    }
    return named(fault, because, run, fetch);
  }

  /// A name at the program counter is what tells freed init code from a wild jump: kallsyms keeps
  /// the names of the kernel's init functions. A module's go with it.
  private static InitFromText named(
      LoggedFault fault, List<String> because, boolean run, boolean fetch) {
    // A call fetches a function's first byte; jumps into data, which has names too, go anywhere.
    boolean name =
        fault.place().isPresent()
            && !fault.place().get().function().isEmpty()
            && (run || fault.place().get().offset() == 0);
    boolean module = name && !fault.place().get().module().isEmpty();
    if (name && !module) {
      because.add("the address still has a name: " + fault.place().get().function());
    }
    if (run && fault.initFreed()) {
      return new Certain(List.copyOf(because));
    }
    if (run || name && !module && fault.initFreed()) {
      return new Likely(List.copyOf(because));
    }
    if (fetch && name && !module) {
      return new Likely(List.copyOf(because));
    }
    return new No(
        List.of(
            "a jump to where no code is: the address is not the beginning of anything that has a"
                + " name"));
  }

  /// Only int3 itself ends in the 0xcc that is printed; the mark is on or behind it.
  private static boolean executedPoison(LoggedFault fault) {
    return fault.trap() == Trap.BREAKPOINT;
  }

  /// The page is there and not executable, or it is not there, at the program counter itself.
  private static boolean failedFetch(LoggedFault fault) {
    if (!FaultAccess.of(fault).fetch()) {
      return false;
    }
    OptionalLong counter = fault.programCounter();
    return counter.isEmpty() || fault.address().isEmpty() || counter.equals(fault.address());
  }

  private static String fetchWords(LoggedFault fault) {
    boolean there = fault.noExecute() || (fault.errorCode().orElse(0) & 1) != 0;
    return there
        ? "the instruction fetch failed: the page is there and not executable"
        : "the instruction fetch failed: no page is there";
  }

  /// At least [#REACH] bytes on both sides are known.
  private static boolean wide(CodeBytes code) {
    return code.mark() >= REACH && code.bytes().length - code.mark() > REACH;
  }

  private static Optional<CodeBytes> marked(LoggedFault fault) {
    return fault.code().isPresent() && fault.code().get() instanceof CodeLine.Marked marked
        ? Optional.of(marked.code())
        : Optional.empty();
  }

  private static String why(LoggedFault fault, Optional<CodeBytes> code) {
    if (fault.trap() != Trap.BREAKPOINT) {
      return "neither a breakpoint nor an instruction fetch that failed";
    }
    if (code.isEmpty()) {
      return "a breakpoint without its code";
    }
    boolean before =
        code.get().mark() > 0 && code.get().bytes()[code.get().mark() - 1] == (byte) POISON;
    return before
            && code.get().mark() > 1
            && code.get().bytes()[code.get().mark() - 2] == (byte) POISON
        ? "0xcc is padding here: a run that code ends or follows"
        : "a single breakpoint in code: a probe, a trace point or a patch in progress";
  }
}
