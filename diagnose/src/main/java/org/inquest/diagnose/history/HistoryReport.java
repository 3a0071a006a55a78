package org.inquest.diagnose.history;

import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.history.CommitLog.Definition;

/// What a repository's history has to say about a crash.
///
/// @param base the revision that stands for the kernel that crashed
/// @param fixes commits that the kernel has not and that may have fixed it, likeliest first
/// @param causes commits that the kernel has and that may have broken it, likeliest first
/// @param definitions where the functions were found
/// @param read how many commits were read
/// @param left how many weaker candidates are not listed
/// @param gaps what could not be looked at, a sentence each
public record HistoryReport(
    Optional<Base> base,
    List<RankedCommit> fixes,
    List<RankedCommit> causes,
    List<Definition> definitions,
    long read,
    int left,
    List<String> gaps) {
  public HistoryReport {
    fixes = List.copyOf(fixes);
    causes = List.copyOf(causes);
    definitions = List.copyOf(definitions);
    gaps = List.copyOf(gaps);
  }

  /// A revision and its commit.
  ///
  /// @param exact whether it is the kernel's own; otherwise the nearest one before it
  public record Base(String revision, CommitId commit, boolean exact) {}
}
