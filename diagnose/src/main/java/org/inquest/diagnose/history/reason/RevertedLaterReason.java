package org.inquest.diagnose.history.reason;

import java.util.Optional;
import org.inquest.diagnose.history.Candidate;
import org.inquest.diagnose.history.Candidate.Role;
import org.inquest.diagnose.history.Dossier;
import org.inquest.diagnose.history.Ground;
import org.inquest.diagnose.history.Reason;

/// The commit was taken back later: a bad fix, and a likely cause.
public final class RevertedLaterReason implements Reason {
  @Override
  public Optional<Ground> weigh(Role role, Candidate candidate, Dossier dossier) {
    return dossier
        .revertOf(candidate)
        .map(revert ->
            new Ground(
                role == Role.FIX ? -30 : 40, "was taken back by " + revert.commit().named()));
  }
}
