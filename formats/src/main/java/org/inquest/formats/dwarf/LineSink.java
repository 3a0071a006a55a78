package org.inquest.formats.dwarf;

/// Takes the rows of a line table, in the program's order.
@FunctionalInterface
public interface LineSink {
  /// A row: from this address up to the next row's the code came from this place.
  ///
  /// @param file number in [LineProgram#name]
  /// @param line from 1; 0 for code that came from no line
  /// @param column from 1; 0 where it is not told
  /// @param end whether the address is the first one behind a sequence of rows; the rest of the row
  ///   then means nothing
  void row(long address, int file, int line, int column, boolean end);
}
