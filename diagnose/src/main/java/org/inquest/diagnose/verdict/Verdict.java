package org.inquest.diagnose.verdict;

import java.util.List;
import java.util.Set;

/// The answer of one rule. A rule that could not look never says "fine".
public sealed interface Verdict {

  /// The rule recognised something.
  ///
  /// @param role whether this is a reason or only a consequence; decides the order of verdicts
  /// @param claim one sentence that names the subjects: what happened
  /// @param confidence how sure
  /// @param because why this confidence, one clause
  /// @param evidence what a reviewer can check by hand, never empty
  /// @param ruledOut other explanations and why they do not hold
  /// @param advice what to do next
  /// @param subjects what the claim is about; a consequence is explained by a reason that shares a
  ///   subject
  record Found(
      Role role,
      String claim,
      Confidence confidence,
      String because,
      List<Evidence> evidence,
      List<String> ruledOut,
      List<String> advice,
      Set<Subject> subjects)
      implements Verdict {
    public Found {
      if (evidence.isEmpty()) {
        throw new IllegalArgumentException("a finding needs evidence: " + claim);
      }
      evidence = List.copyOf(evidence);
      ruledOut = List.copyOf(ruledOut);
      advice = List.copyOf(advice);
      subjects = Set.copyOf(subjects);
    }
  }

  /// The rule looked everywhere it needs to and there is nothing.
  record Clear() implements Verdict {}

  /// The rule could not look, or only in part, because something is missing.
  ///
  /// @param missing what was missing and why, for "what could not be seen"
  record NotApplicable(String missing) implements Verdict {}

  /// The rule broke off.
  ///
  /// @param error one line
  record Failed(String error) implements Verdict {}
}
