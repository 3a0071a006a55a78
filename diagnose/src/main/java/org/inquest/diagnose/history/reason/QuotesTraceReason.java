package org.inquest.diagnose.history.reason;

import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.history.Candidate;
import org.inquest.diagnose.history.Candidate.Role;
import org.inquest.diagnose.history.Dossier;
import org.inquest.diagnose.history.Ground;
import org.inquest.diagnose.history.MessageWords;
import org.inquest.diagnose.history.Reason;

/// The message quotes frames of the report's call trace, one calling the other.
public final class QuotesTraceReason implements Reason {
  private static final int MOST = 45;

  @Override
  public Optional<Ground> weigh(Role role, Candidate candidate, Dossier dossier) {
    if (role != Role.FIX) {
      return Optional.empty();
    }
    List<String> pairs = MessageWords.framePairs(candidate.commit().message(), dossier.symptoms());
    return pairs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Ground(
                Math.min(MOST, 15 * pairs.size()),
                "its message quotes a call trace with " + String.join(", ", pairs)));
  }
}
