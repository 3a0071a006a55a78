package org.inquest.diagnose.history.reason;

import java.util.Optional;
import org.inquest.diagnose.history.Candidate;
import org.inquest.diagnose.history.Candidate.Role;
import org.inquest.diagnose.history.Dossier;
import org.inquest.diagnose.history.Ground;
import org.inquest.diagnose.history.MessageWords;
import org.inquest.diagnose.history.Reason;

/// The message quotes the title of the report, as those of fixes for syzbot's reports do.
public final class QuotesTitleReason implements Reason {
  @Override
  public Optional<Ground> weigh(Role role, Candidate candidate, Dossier dossier) {
    return role != Role.FIX
        ? Optional.empty()
        : MessageWords.title(candidate.commit().message(), dossier.symptoms())
            .map(title -> new Ground(60, "its message quotes the title \"" + title + "\""));
  }
}
