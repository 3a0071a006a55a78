package org.inquest.engine.code.flow;

import java.util.List;
import java.util.OptionalLong;

/// Where a value in a function comes from.
public sealed interface Origin {

  /// An argument of the function.
  ///
  /// @param index from 0
  /// @param bytes how many low bytes of it the value has; 8 is all
  record Argument(int index, int bytes) implements Origin {}

  /// What the caller had in a register that a function must give back as it was.
  record CallersRegister(int register) implements Origin {}

  /// What a called function returned.
  ///
  /// @param site address of the call instruction
  /// @param callee address it calls; empty for a call through a pointer
  record Result(long site, OptionalLong callee) implements Origin {}

  /// What was read from memory.
  ///
  /// @param base what the address was computed from
  /// @param displacement bytes added to it
  /// @param bytes read; fewer than 8 are extended
  /// @param site address of the instruction that read
  record Load(Origin base, long displacement, int bytes, long site) implements Origin {}

  /// What was read from the CPU's own area (`%gs:` in the kernel).
  ///
  /// @param offset in it
  record PerCpu(long offset, long site) implements Origin {}

  /// A number or an address that the code itself has.
  record Constant(long value) implements Origin {}

  /// Another value and a constant.
  record Sum(Origin of, long delta) implements Origin {}

  /// The address of something in the function's own stack frame.
  ///
  /// @param offset from the stack pointer at the function's entry
  record StackAddress(long offset) implements Origin {}

  /// Different ones on different paths.
  ///
  /// @param of two or more, none of them a `Merged`
  record Merged(List<Origin> of) implements Origin {
    public Merged {
      of = List.copyOf(of);
    }
  }

  /// Not known.
  ///
  /// @param site address of the instruction that ended the search; 0 where none did
  record Unknown(Why why, long site) implements Origin {}

  /// Why an origin is not known.
  enum Why {
    /// The register is one that a called function may change.
    CLOBBERED("a called function may have changed it"),
    /// Computed from more than one value, or by an instruction that is not followed.
    COMPUTED("it was computed"),
    /// Only a part of it was written there.
    PARTIAL("only a part of it was written"),
    /// A stack slot whose address was handed out.
    ESCAPED("its address was handed out"),
    /// Nothing wrote it before.
    UNSET("nothing set it"),
    /// It depends on itself.
    LOOP("it changes in a loop"),
    /// Reached by a jump whose target is not known, or by an exception's fix-up.
    UNREACHED("no path from the function's beginning leads there"),
    /// The stack pointer's distance from the entry is not known.
    NO_STACK("the stack pointer can't be followed"),
    /// The search was given up.
    LIMIT("it is too far back"),
    /// There is no instruction at the address that was asked for.
    NO_CODE("there is no instruction there");

    private final String words;

    Why(String words) {
      this.words = words;
    }

    /// As a clause.
    public String words() {
      return words;
    }
  }
}
