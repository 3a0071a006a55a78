package org.inquest.engine.debugfile;

import java.util.List;
import java.util.Optional;

/// What a search came to.
///
/// @param debug the file with debugging information
/// @param plain a file of the same build without: it has code or symbols
/// @param attempts what was looked at before that in vain, in its order
public record SearchResult(
    Optional<DebugFile> debug, Optional<DebugFile> plain, List<Attempt> attempts) {
  public SearchResult {
    attempts = List.copyOf(attempts);
  }

  /// The files that were there and were not right.
  public List<Attempt> refused() {
    return attempts.stream().filter(a -> !a.absent()).toList();
  }
}
