package org.inquest.diagnose;

import java.util.List;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.verdict.Verdict;

/// One diagnosis. Implementations are stateless, in one file each, below
/// `org.inquest.diagnose.rules`, and are found by scanning.
///
/// The class comment of a rule is its page: what goes wrong, how it shows, what to do, one
/// reference.
public interface Rule {

  /// What this rule is.
  RuleInfo info();

  /// Looks at the facts. An [org.inquest.formats.fault.InquestException] that escapes becomes
  /// `Failed`.
  ///
  /// @return one verdict, or several where the same thing happened more than once; never empty
  List<Verdict> examine(CrashFacts facts);
}
