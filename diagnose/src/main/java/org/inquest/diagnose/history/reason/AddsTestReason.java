package org.inquest.diagnose.history.reason;

import java.util.Optional;
import org.inquest.diagnose.history.Candidate;
import org.inquest.diagnose.history.Candidate.Role;
import org.inquest.diagnose.history.Dossier;
import org.inquest.diagnose.history.Ground;
import org.inquest.diagnose.history.Reason;
import org.inquest.diagnose.history.Touch;

/// The commit adds a test to a function of the report: what most fixes of bad pointers and lengths
/// do.
public final class AddsTestReason implements Reason {
  private static final int SHOWN = 60;

  @Override
  public Optional<Ground> weigh(Role role, Candidate candidate, Dossier dossier) {
    if (role != Role.FIX || candidate.touches().isEmpty()) {
      return Optional.empty();
    }
    Touch touch = Touches.foremost(candidate, dossier);
    String test = touch.test();
    return test.isEmpty() || touch.how() == Touch.How.ADDED
        ? Optional.empty()
        : Optional.of(
            new Ground(
                Touches.share(8, touch, dossier),
                "adds a test to " + touch.function() + "(): " + shortened(test)));
  }

  private static String shortened(String test) {
    return test.length() <= SHOWN ? test : test.substring(0, SHOWN) + "...";
  }
}
