package org.inquest.engine.debug;

import java.util.List;

/// From an address to the source: where its instruction came from, through all the functions that
/// were inlined there. Addresses are those the file was linked for.
///
/// Safe for use by several threads.
public sealed interface SourceLines extends AutoCloseable
    permits UnitLines, IndexedLines, GrowingLines {

  /// The places of an address, the innermost function first; the last one's function is that whose
  /// code it is. Empty where the file knows nothing about the address.
  ///
  /// For the return address of a call, ask for the byte before: what follows the call may belong to
  /// another line.
  List<SourceFrame> at(long address);

  /// What could not be read, a sentence each, as far as anybody asked for it.
  List<String> gaps();

  /// Gives back what was opened for it, which is never the file with the debugging information.
  @Override
  void close();
}
