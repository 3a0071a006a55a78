package org.inquest.diagnose.history.reason;

import org.inquest.diagnose.history.Candidate;
import org.inquest.diagnose.history.Dossier;
import org.inquest.diagnose.history.Touch;

/// What several reasons ask of the functions a commit changes.
final class Touches {
  private Touches() {}

  /// The function nearest to the crash.
  static Touch foremost(Candidate candidate, Dossier dossier) {
    Touch best = null;
    for (Touch touch : candidate.touches().values()) {
      if (best == null
          || dossier.weight(touch.function()) > dossier.weight(best.function())
          || dossier.weight(touch.function()) == dossier.weight(best.function())
              && touch.function().compareTo(best.function()) < 0) {
        best = touch;
      }
    }
    if (best == null) {
      throw new IllegalArgumentException("changes no function of the report");
    }
    return best;
  }

  /// A part of a reason's points, as much as the function is worth.
  static int share(int points, Touch touch, Dossier dossier) {
    return (int) Math.round(points * dossier.weight(touch.function()));
  }

  /// How near to the crash a commit's changes are; 0 where it changes no function of the report.
  static double score(Candidate candidate, Dossier dossier) {
    return candidate.touches().isEmpty()
        ? 0
        : dossier.weight(foremost(candidate, dossier).function());
  }

  /// "changed f() in fs/x.c".
  static String told(Touch touch) {
    String verb =
        switch (touch.how()) {
          case ADDED -> "wrote ";
          case CHANGED -> "changed ";
          case REMOVED -> "removed or renamed ";
        };
    return verb + touch.function() + "() in " + touch.path();
  }
}
