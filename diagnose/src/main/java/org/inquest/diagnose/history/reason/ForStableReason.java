package org.inquest.diagnose.history.reason;

import java.util.Optional;
import org.inquest.diagnose.history.Candidate;
import org.inquest.diagnose.history.Candidate.Role;
import org.inquest.diagnose.history.Dossier;
import org.inquest.diagnose.history.Ground;
import org.inquest.diagnose.history.Reason;

/// Somebody asked for the commit to go to stable releases, or it went there: so it fixes something.
public final class ForStableReason implements Reason {
  @Override
  public Optional<Ground> weigh(Role role, Candidate candidate, Dossier dossier) {
    if (role != Role.FIX) {
      return Optional.empty();
    }
    if (!candidate.references().upstream().isEmpty()) {
      String release = dossier.release(candidate);
      return Optional.of(
          new Ground(
              8, "was copied to a stable release" + (release.isEmpty() ? "" : ", " + release)));
    }
    return candidate.references().forStable()
        ? Optional.of(new Ground(6, "was asked for in stable releases"))
        : Optional.empty();
  }
}
