package org.inquest.diagnose.history.reason;

import java.util.Optional;
import org.inquest.diagnose.history.Candidate;
import org.inquest.diagnose.history.Candidate.Role;
import org.inquest.diagnose.history.Dossier;
import org.inquest.diagnose.history.Ground;
import org.inquest.diagnose.history.Reason;

/// The commit changes a great many files: most often a clean-up that means no function in
/// particular.
public final class WideChangeReason implements Reason {
  private static final int MANY = 40;
  private static final int ALL_OVER = 200;

  @Override
  public Optional<Ground> weigh(Role role, Candidate candidate, Dossier dossier) {
    int files = dossier.filesChanged(candidate);
    return files >= MANY
        ? Optional.of(new Ground(files >= ALL_OVER ? -30 : -15, "changes " + files + " files"))
        : Optional.empty();
  }
}
