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
  /// @param user whether it is a frame of the task's program, not of the kernel
  /// @param module the module `pc` is in; empty for the kernel itself; of a program's frame its
  ///   file, or the library's
  /// @param certainty how we know of this frame: "unwind table", "exception", "guess"
  /// @param guess whether the frame is only probable; a person sees a `?`
  /// @param registers of this frame, where something interrupted it and saved them
  /// @param words the stack's words of this frame, where they were asked for
  /// @param variables what the function was called with and what it holds, as far as it is known,
  ///   where that was asked for
  /// @param sources where in the source `pc` is, the innermost inlined function first, where that
  ///   was asked for
  public record Frame(
      int level,
      long stackPointer,
      long pc,
      String function,
      boolean user,
      String module,
      String certainty,
      boolean guess,
      Optional<Registers> registers,
      List<Word> words,
      List<Variable> variables,
      List<Source> sources) {

    /// A frame whose variables and source were not asked for.
    public Frame(
        int level,
        long stackPointer,
        long pc,
        String function,
        String module,
        String certainty,
        boolean guess,
        Optional<Registers> registers,
        List<Word> words) {
      this(
          level,
          stackPointer,
          pc,
          function,
          false,
          module,
          certainty,
          guess,
          registers,
          words,
          List.of(),
          List.of());
    }
  }

  /// Registers saved on a stack or in a note of the dump.
  ///
  /// @param title what they are: "exception RIP: native_safe_halt+11"; empty where the frame says
  ///   it all
  /// @param user whether the machine ran user code with them; the frame is then not the kernel's
  /// @param values in the order they are shown in
  public record Registers(String title, boolean user, List<Field> values) {}

  /// One argument of a frame's function, or another value that it holds.
  ///
  /// @param argument which argument, from 1; 0 for what is none
  /// @param function whose variable it is, of the functions inlined there; empty for the frame's
  ///   own
  /// @param declaration what it is: `struct file *file`; where nothing but machine code is at hand
  ///   and it is no argument, its type and where it came from: `(struct inode *) file->f_inode`
  /// @param value as the function was called with it, or as it is held now; empty where it is not
  ///   known
  /// @param place where the value was found, or why it is not known
  /// @param confidence "certain" or "likely"; "optimised out", "not in the dump" or "unknown" where
  ///   there is no value
  public record Variable(
      int argument,
      String function,
      String declaration,
      String value,
      String place,
      String confidence) {}

  /// A place in the source.
  ///
  /// @param function whose source it is; empty where debugging information does not name it
  /// @param place `fs/read_write.c:582:9`: file, line and, where it is known, column
  /// @param inlined whether the function's code stands in the next one's
  public record Source(String function, String place, boolean inlined) {}

  /// One word of a stack.
  ///
  /// @param value what is there
  /// @param meaning symbol and offset, if the word is a kernel address; or empty
  public record Word(long address, long value, String meaning) {}
}
