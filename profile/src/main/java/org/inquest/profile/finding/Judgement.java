package org.inquest.profile.finding;

import java.util.List;
import org.inquest.diagnose.verdict.Verdict;

/// What a rule says, and how much of the profile it is about.
///
/// @param share of the samples, 0 to 1; findings are told in its order
public record Judgement(Verdict verdict, double share) {
  /// The rule could not look.
  static List<Judgement> blind(String missing) {
    return List.of(new Judgement(new Verdict.NotApplicable(missing), 0));
  }

  /// The rule looked, and there is nothing.
  static List<Judgement> clear() {
    return List.of(new Judgement(new Verdict.Clear(), 0));
  }

  /// The rule found one thing.
  static List<Judgement> found(Verdict.Found found, double share) {
    return List.of(new Judgement(found, share));
  }
}
