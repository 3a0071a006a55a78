package org.inquest.lab.sweep.run;

import java.time.Duration;
import java.util.OptionalLong;

/// Told how a sweep goes on, from several threads, a few times a second at most.
public interface SweepProgress {
  /// Some more cases were run.
  ///
  /// @param done cases
  /// @param left cases, about; empty where nobody knows
  /// @param perSecond cases a second, all in all
  /// @param findings so far
  void cases(int done, OptionalLong left, double perSecond, int findings);

  /// Something went wrong that was not met before.
  ///
  /// @param after since the sweep began
  void found(CaseResult result, Duration after);
}
