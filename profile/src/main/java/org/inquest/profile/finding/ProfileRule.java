package org.inquest.profile.finding;

import java.util.List;
import org.inquest.diagnose.RuleInfo;

/// One conclusion that a profile may allow. Implementations are stateless, in one file each in this
/// package, and are found by scanning. The class comment of a rule is its page: what it means, what
/// to do, one reference.
public interface ProfileRule {
  /// What this rule is.
  RuleInfo info();

  /// Whether it takes samples for work. Those of the scheduler's events are none: each is the end
  /// of some.
  default boolean ofWork() {
    return true;
  }

  /// Looks at the facts. A rule that could not look says so and is never clear.
  ///
  /// @return one judgement or several; never empty
  List<Judgement> examine(ProfileFacts facts);
}
