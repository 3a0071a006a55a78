package org.inquest.app.document;

import java.util.List;
import java.util.Optional;

/// The stack of one task, as crash's `bt` shows it.
///
/// @param owner whose stack it is: pid, task, cpu, command
/// @param frames innermost first
/// @param ending why the stack ends here, if that is not its natural end
public record Stack(List<Field> owner, List<Frame> frames, Optional<String> ending)
    implements Document {

  /// One line of a stack and what belongs to it.
  ///
  /// @param level position: 0 is innermost
  /// @param stackPointer kernel virtual address of the word that holds `pc`, or the stack pointer
  ///   where it was in a register
  /// @param pc the instruction
  /// @param function name and offset, "schedule+0x5a"; empty where no symbol covers `pc`
  /// @param module the module `pc` is in; empty for the kernel itself
  /// @param certainty how we know of this frame: "unwind table", "exception", "guess"
  /// @param guess whether the frame is only probable; a person sees a `?`
  /// @param registers of this frame, where something interrupted it and saved them
  /// @param words the stack's words of this frame, where they were asked for
  public record Frame(
      int level,
      long stackPointer,
      long pc,
      String function,
      String module,
      String certainty,
      boolean guess,
      Optional<Registers> registers,
      List<Word> words) {}

  /// Registers saved on a stack or in a note of the dump.
  ///
  /// @param title what they are: "exception RIP: native_safe_halt+11"; empty where the frame says
  ///   it all
  /// @param user whether the machine ran user code with them; the frame is then not the kernel's
  /// @param values in the order they are shown in
  public record Registers(String title, boolean user, List<Field> values) {}

  /// One word of a stack.
  ///
  /// @param value what is there
  /// @param meaning symbol and offset, if the word is a kernel address; or empty
  public record Word(long address, long value, String meaning) {}
}
