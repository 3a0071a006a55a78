package org.inquest.formats.dwarf;

/// Takes ranges of addresses, one after the other.
@FunctionalInterface
public interface RangeSink {
  /// @param low the first address
  /// @param high the first one behind; greater, both taken as unsigned
  void range(long low, long high);
}
