package org.inquest.diagnose.history.reason;

import java.util.Optional;
import org.inquest.diagnose.history.Candidate;
import org.inquest.diagnose.history.Candidate.Role;
import org.inquest.diagnose.history.Dossier;
import org.inquest.diagnose.history.Ground;
import org.inquest.diagnose.history.Reason;
import org.inquest.diagnose.history.Touch;

/// The commit changes the very line at fault: a fix takes it away or moves it, a cause wrote it.
/// The line is known by its text, so a line that several functions have counts in those of the
/// report only.
public final class LineAtFaultReason implements Reason {
  @Override
  public Optional<Ground> weigh(Role role, Candidate candidate, Dossier dossier) {
    return candidate.touches().values().stream()
        .filter(Touch::atFault)
        .findFirst()
        .map(touch ->
            new Ground(
                30,
                (role == Role.FIX ? "changes" : "wrote")
                    + " the line at fault in "
                    + touch.function()
                    + "()"));
  }
}
