package org.inquest.diagnose.history.reason;

import java.util.Optional;
import org.inquest.diagnose.history.Candidate;
import org.inquest.diagnose.history.Candidate.Role;
import org.inquest.diagnose.history.CrashKind;
import org.inquest.diagnose.history.Dossier;
import org.inquest.diagnose.history.Ground;
import org.inquest.diagnose.history.MessageWords;
import org.inquest.diagnose.history.Reason;

/// The message tells of the same kind of crash: a use after free, a NULL pointer, a deadlock.
/// Counts only beside a function of the report, since such messages are many.
public final class TellsOfKindReason implements Reason {
  @Override
  public Optional<Ground> weigh(Role role, Candidate candidate, Dossier dossier) {
    String message = candidate.commit().message();
    boolean near =
        !candidate.touches().isEmpty()
            || dossier.symptoms().functions().stream()
                .anyMatch(f -> MessageWords.mentions(message, f));
    return role != Role.FIX || !near
        ? Optional.empty()
        : CrashKind.of(dossier.symptoms())
            .filter(kind -> kind.isToldIn(message))
            .map(kind -> new Ground(15, "its message tells of " + kind.text()));
  }
}
