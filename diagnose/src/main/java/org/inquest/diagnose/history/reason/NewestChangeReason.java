package org.inquest.diagnose.history.reason;

import java.util.Optional;
import org.inquest.diagnose.history.Candidate;
import org.inquest.diagnose.history.Candidate.Role;
import org.inquest.diagnose.history.Dossier;
import org.inquest.diagnose.history.Ground;
import org.inquest.diagnose.history.Reason;

/// The last commits that changed the guilty function before the crashed kernel: what worked for
/// years is seldom what broke.
public final class NewestChangeReason implements Reason {
  private static final int NEWEST = 3;

  @Override
  public Optional<Ground> weigh(Role role, Candidate candidate, Dossier dossier) {
    String guilty = dossier.symptoms().guilty().orElse("");
    if (role != Role.CAUSE || !candidate.touches().containsKey(guilty)) {
      return Optional.empty();
    }
    int later = 0;
    for (Candidate other : dossier.candidates()) {
      boolean newer =
          other.side() == candidate.side()
              && other.touches().containsKey(guilty)
              && other.commit().seconds() > candidate.commit().seconds();
      later += newer ? 1 : 0;
    }
    return later >= NEWEST
        ? Optional.empty()
        : Optional.of(
            new Ground(
                15 - 4 * later,
                later == 0
                    ? "is the last change of " + guilty + "() before the crash"
                    : "is one of the last changes of " + guilty + "() before the crash"));
  }
}
