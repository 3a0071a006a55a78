package org.inquest.engine.debug;

/// The names behind the numbers of a [PlaceTable].
interface PlaceNames {
  /// A function's name; empty for 0 and for numbers that no name has.
  String name(int number);

  /// A file; [SourceFile#NONE] for 0 and for numbers that no name has.
  SourceFile file(int number);
}
