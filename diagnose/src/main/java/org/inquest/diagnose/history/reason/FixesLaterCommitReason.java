package org.inquest.diagnose.history.reason;

import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.history.Candidate;
import org.inquest.diagnose.history.Candidate.Role;
import org.inquest.diagnose.history.Dossier;
import org.inquest.diagnose.history.Ground;
import org.inquest.diagnose.history.Reason;

/// The message says `Fixes:` and names only commits that the crashed kernel does not have: what it
/// fixes can't have happened there.
public final class FixesLaterCommitReason implements Reason {
  @Override
  public Optional<Ground> weigh(Role role, Candidate candidate, Dossier dossier) {
    List<String> fixes = candidate.references().fixes();
    return role == Role.FIX && !fixes.isEmpty() && fixes.stream().allMatch(dossier::lacks)
        ? Optional.of(
            new Ground(-40, "fixes " + fixes.getFirst() + ", which your kernel does not have"))
        : Optional.empty();
  }
}
