package org.inquest.diagnose.history.reason;

import java.util.Optional;
import org.inquest.diagnose.history.Candidate;
import org.inquest.diagnose.history.Candidate.Role;
import org.inquest.diagnose.history.Dossier;
import org.inquest.diagnose.history.Ground;
import org.inquest.diagnose.history.Reason;

/// syzbot reported what the commit is about, and it is about a function of the report.
public final class SyzbotReason implements Reason {
  @Override
  public Optional<Ground> weigh(Role role, Candidate candidate, Dossier dossier) {
    return role == Role.FIX && candidate.references().bySyzbot() && !candidate.touches().isEmpty()
        ? Optional.of(new Ground(8, "what it fixes was reported by syzbot"))
        : Optional.empty();
  }
}
