package org.inquest.diagnose.history.reason;

import java.util.Optional;
import org.inquest.diagnose.history.Candidate;
import org.inquest.diagnose.history.Candidate.Role;
import org.inquest.diagnose.history.Dossier;
import org.inquest.diagnose.history.Ground;
import org.inquest.diagnose.history.Reason;
import org.inquest.diagnose.history.Touch;

/// The commit changes the code of functions of the report. Alone it says little: busy functions
/// change every week.
public final class TouchesFunctionReason implements Reason {
  @Override
  public Optional<Ground> weigh(Role role, Candidate candidate, Dossier dossier) {
    if (candidate.touches().isEmpty()) {
      return Optional.empty();
    }
    Touch touch = Touches.foremost(candidate, dossier);
    int more = candidate.touches().size() - 1;
    String others =
        more == 0
            ? ""
            : " and " + more + " more function" + (more == 1 ? "" : "s") + " of the trace";
    return Optional.of(
        new Ground(
            Touches.share(20, touch, dossier) + Math.min(3, more) * 2,
            Touches.told(touch) + others));
  }
}
