package org.inquest.lab.sweep.run;

import java.time.Duration;

/// Told how a sweep goes on, from several threads, a few times a second at most.
public interface SweepProgress {
  /// Some more cases were run.
  ///
  /// @param done cases
  /// @param left cases, as far as is known
  /// @param perSecond cases a second, all in all
  /// @param findings so far
  void cases(int done, long left, double perSecond, int findings);

  /// Something went wrong that was not met before.
  ///
  /// @param after since the sweep began
  void found(CaseResult result, Duration after);
}
