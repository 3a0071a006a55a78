package org.inquest.formats.dwarf;

/// Takes the locations of a variable, one after the other.
@FunctionalInterface
public interface LocationSink {
  /// With [#LAST] the range of a location that holds wherever no other does.
  long FIRST = 0;

  /// The end of all addresses.
  long LAST = -1;

  /// Where a variable is while the program counter is in a range.
  ///
  /// @param low the first address
  /// @param high the first one behind; greater, both taken as unsigned
  /// @param expression tells the location; empty for a variable that is nowhere
  void location(long low, long high, Expression expression);
}
