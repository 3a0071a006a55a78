package org.inquest.diagnose.history;

import java.util.Optional;
import org.inquest.diagnose.history.Candidate.Role;

/// One thing that speaks for a commit, or against it. Implementations are in
/// `org.inquest.diagnose.history.reason`, have a public constructor without parameters and no
/// state.
///
/// Points are comparable: 10 for what many commits share, 30 for what few do, 60 for what hardly
/// happens by chance.
public interface Reason {

  /// What it says of a commit.
  ///
  /// @param role what the commit is asked for; most reasons answer for one role only
  Optional<Ground> weigh(Role role, Candidate candidate, Dossier dossier);
}
