package org.inquest.engine.debug;

/// The names behind the numbers of a [PlaceTable].
@FunctionalInterface
interface PlaceNames {
  /// A name; empty for 0 and for numbers that no name has.
  String name(int number);
}
