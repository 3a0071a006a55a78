package org.inquest.diagnose.history;

import java.util.Map;

/// A commit that has something to do with the crash.
///
/// @param commit the commit
/// @param references what its message refers to
/// @param touches what it does to the functions of the report, by name
/// @param side where it stands to the kernel that crashed
public record Candidate(
    Commit commit, References references, Map<String, Touch> touches, Side side) {
  public Candidate {
    touches = Map.copyOf(touches);
  }

  /// Where a commit stands to the kernel that crashed.
  public enum Side {
    /// The kernel has it.
    BEFORE,
    /// The kernel has it not.
    AFTER,
    /// Which kernel it was is not known.
    UNKNOWN
  }

  /// What a commit may have done.
  public enum Role {
    /// Brought the bug in.
    CAUSE,
    /// Taken it out.
    FIX
  }

  /// Whether a name that was cut off may mean this commit, or the one it is a copy of.
  public boolean mayBe(String abbreviated) {
    return commit.id().mayBe(abbreviated)
        || references.upstream().stream()
            .anyMatch(u -> u.startsWith(abbreviated) || abbreviated.startsWith(u));
  }

  /// The same with what its patch tells.
  Candidate touching(Map<String, Touch> more) {
    return new Candidate(commit, references, more, side);
  }
}
