package org.inquest.engine.code;

/// Writes an instruction as an assembler would have it. Stateless and thread-safe.
public interface Printer {

  /// What a user calls the syntax: `att`, `intel`, `a64`.
  String name();

  /// Appends one line without address, bytes and line end. An instruction that is none
  /// ([Flow#INVALID], [Flow#TRUNCATED]) is written as `(bad)`.
  void append(Instruction instruction, SymbolNames names, StringBuilder to);

  /// [#append] for one instruction.
  default String text(Instruction instruction, SymbolNames names) {
    StringBuilder line = new StringBuilder();
    append(instruction, names, line);
    return line.toString();
  }
}
