package org.inquest.diagnose.history.reason;

import java.util.Optional;
import org.inquest.diagnose.history.Candidate;
import org.inquest.diagnose.history.Candidate.Role;
import org.inquest.diagnose.history.Dossier;
import org.inquest.diagnose.history.Ground;
import org.inquest.diagnose.history.MessageWords;
import org.inquest.diagnose.history.Reason;

/// The message names functions of the report: in its subject, or further down.
public final class NamesFunctionReason implements Reason {
  @Override
  public Optional<Ground> weigh(Role role, Candidate candidate, Dossier dossier) {
    if (role != Role.FIX) {
      return Optional.empty();
    }
    String subject = candidate.commit().subject();
    String message = candidate.commit().message();
    for (String function : dossier.symptoms().functions()) {
      boolean inSubject = MessageWords.mentions(subject, function);
      if (inSubject || MessageWords.mentions(message, function)) {
        int points = (int) Math.round((inSubject ? 25 : 12) * dossier.weight(function));
        String where = inSubject ? "its subject" : "its message";
        return Optional.of(new Ground(points, where + " names " + function + "()"));
      }
    }
    return Optional.empty();
  }
}
