package org.inquest.diagnose.history.reason;

import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.history.Candidate;
import org.inquest.diagnose.history.Candidate.Role;
import org.inquest.diagnose.history.Dossier;
import org.inquest.diagnose.history.Ground;
import org.inquest.diagnose.history.Reason;

/// A later commit says that it fixes this one: somebody found out that it broke something.
public final class NamedByFixReason implements Reason {
  @Override
  public Optional<Ground> weigh(Role role, Candidate candidate, Dossier dossier) {
    if (role != Role.CAUSE) {
      return Optional.empty();
    }
    List<Candidate> fixes = dossier.fixesOf(candidate);
    if (fixes.isEmpty()) {
      return Optional.empty();
    }
    Candidate best = fixes.getFirst();
    for (Candidate fix : fixes) {
      if (worth(fix, dossier) > worth(best, dossier)) {
        best = fix;
      }
    }
    int points = Touches.score(best, dossier) > 0 ? 45 : 25;
    return Optional.of(new Ground(points, "was fixed by " + best.commit().named()));
  }

  /// Between an original and its copies the original.
  private static double worth(Candidate fix, Dossier dossier) {
    return 2 * Touches.score(fix, dossier) + (fix.references().upstream().isEmpty() ? 1 : 0);
  }
}
