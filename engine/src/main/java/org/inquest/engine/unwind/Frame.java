package org.inquest.engine.unwind;

import java.util.Optional;

/// One line of a stack.
///
/// @param pc the program counter; a return address unless [#exact]
/// @param sp the stack pointer at that point, as the frame itself saw it
/// @param returnSlot address of the stack word that held `pc`, 0 where the program counter came
///   from registers
/// @param origin how we know the frame
/// @param exact whether `pc` is the instruction itself (registers, exception), not the one after a
///   call
/// @param registers the context's registers where they were saved: a CPU's at the dump, an
///   exception's
public record Frame(
    long pc,
    long sp,
    long returnSlot,
    Origin origin,
    boolean exact,
    Optional<Registers> registers) {

  /// How a frame is known, best first.
  public enum Origin {
    /// Registers of a CPU or of a switched-out task.
    REGISTERS,
    /// The machine's unwind tables.
    UNWIND_TABLE,
    /// Registers that an interrupt or exception saved on the stack.
    EXCEPTION,
    /// Registers that the kernel saved on a program's stack when it called a signal's handler.
    SIGNAL,
    /// Chain of frame pointers, in code without unwind tables.
    FRAME_POINTER,
    /// A word on the stack behind a call instruction that calls the very function of the frame
    /// before: code that has no unwind entry on purpose, such as `__crash_kexec`.
    CALL_SITE,
    /// A word on the stack that looks like a return address.
    GUESS
  }

  /// The address to look names up at: inside the call instruction for a return address, which may
  /// be the last of its function.
  public long lookupPc() {
    return exact ? pc : pc - 1;
  }

  /// Whether the frame is a guess, to be marked `?`.
  public boolean guess() {
    return origin == Origin.GUESS;
  }
}
