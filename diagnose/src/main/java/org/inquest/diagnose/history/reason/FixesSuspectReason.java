package org.inquest.diagnose.history.reason;

import java.util.Optional;
import org.inquest.diagnose.history.Candidate;
import org.inquest.diagnose.history.Candidate.Role;
import org.inquest.diagnose.history.Dossier;
import org.inquest.diagnose.history.Ground;
import org.inquest.diagnose.history.Reason;
import org.inquest.diagnose.history.Touch;

/// The message says `Fixes:` and names a commit that changed a function of the report and that the
/// crashed kernel has: the strongest sign there is.
public final class FixesSuspectReason implements Reason {
  @Override
  public Optional<Ground> weigh(Role role, Candidate candidate, Dossier dossier) {
    if (role != Role.FIX) {
      return Optional.empty();
    }
    return dossier
        .suspectFixedBy(candidate)
        .map(suspect -> {
          Touch touch = Touches.foremost(suspect, dossier);
          return new Ground(
              Touches.share(60, touch, dossier),
              "fixes " + suspect.commit().named() + ", which " + Touches.told(touch));
        });
  }
}
