package org.inquest.formats.dwarf.location;

import org.inquest.formats.fault.MemoryFault;

/// What an expression needs and nobody has. Which of these it is decides what a person may conclude
/// from a value that is not shown.
public sealed interface Missing {

  /// As a clause: `register rdx: called functions may have overwritten it`.
  String words();

  /// A register whose value in this frame is gone or was never saved.
  ///
  /// @param number DWARF's number of it
  /// @param words with its name
  record Register(int number, String words) implements Missing {}

  /// Memory that can't be read, most often because its page is not in the dump.
  record Memory(MemoryFault fault) implements Missing {
    @Override
    public String words() {
      return fault.getMessage();
    }
  }

  /// Something that only another frame could tell, and does not: where this one is, or what it was
  /// called with.
  record Frame(String words) implements Missing {}

  /// Well-formed, and not known here: thread-local storage, address spaces, wide numbers.
  record Unsupported(String words) implements Missing {}

  /// A computation without a result: a division by zero.
  record Undefined(String words) implements Missing {}
}
