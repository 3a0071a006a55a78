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
  /// @param stackPointer kernel virtual address of the frame on the stack
  /// @param pc the instruction
  /// @param function name and offset, "schedule+0x5a"; empty where no symbol covers `pc`
  /// @param module the module `pc` is in; empty for the kernel itself
  /// @param certainty how we know of this frame: "orc", "registers", "guess"
  /// @param guess whether the frame is only probable; a person sees a `?`
  /// @param registers what the processor saved here, if this frame was interrupted
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

  /// Registers saved on a stack.
  ///
  /// @param title what saved them: "exception", "system call"
  /// @param values in the order they are shown in
  public record Registers(String title, List<Field> values) {}

  /// One word of a stack.
  ///
  /// @param value what is there
  /// @param meaning symbol and offset, if the word is a kernel address; or empty
  public record Word(long address, long value, String meaning) {}
}
