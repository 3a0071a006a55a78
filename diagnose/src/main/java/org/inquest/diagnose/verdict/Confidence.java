package org.inquest.diagnose.verdict;

/// How sure a claim is.
public enum Confidence {
  /// Every link was read from the dump.
  CERTAIN,
  /// One link is inferred by something that rarely misleads.
  LIKELY,
  /// Fits what can be seen; something else could fit as well.
  POSSIBLE
}
