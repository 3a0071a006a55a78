package org.inquest.diagnose.history;

import java.util.List;
import org.inquest.diagnose.history.Candidate.Role;

/// A commit with its place and the reasons for it.
///
/// @param commit the original, where a clone has it and copies of it
/// @param role what it may have done
/// @param grounds the strongest first
/// @param release the first release that has it, as a tag; empty where none has
/// @param copies of it in other branches, the crashed kernel's series first
/// @param standing whether the crashed kernel's series has it, and since when, in a sentence; empty
///   where it is not known which kernel that was
public record RankedCommit(
    Commit commit,
    Role role,
    List<Ground> grounds,
    String release,
    List<Copy> copies,
    String standing) {
  public RankedCommit {
    grounds = List.copyOf(grounds);
    copies = List.copyOf(copies);
  }

  /// The same patch as another commit, mostly in a stable branch.
  ///
  /// @param release the first release that has it; empty where none has
  public record Copy(Commit commit, String release) {}

  /// All grounds together.
  public int points() {
    return grounds.stream().mapToInt(Ground::points).sum();
  }
}
