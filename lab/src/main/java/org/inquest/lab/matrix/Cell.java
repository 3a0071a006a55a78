package org.inquest.lab.matrix;

import java.time.Duration;
import java.util.List;

/// One scenario on one kernel.
///
/// @param scenario its name
/// @param kernel the series that was asked for
/// @param release the kernel that was found, as `uname -r` prints it; empty if none was
/// @param outcome what came of it
/// @param took from start to verdict; zero if it was not run
public record Cell(String scenario, String kernel, String release, Outcome outcome, Duration took) {

  /// What came of a run.
  public sealed interface Outcome {
    /// The verdict is what the truth says.
    record Right() implements Outcome {}

    /// It is not.
    ///
    /// @param why one line for each thing that is not as expected
    record Wrong(List<String> why) implements Outcome {
      public Wrong {
        why = List.copyOf(why);
      }
    }

    /// There is no dump to judge, or it can't be opened.
    ///
    /// @param error one line
    record Broken(String error) implements Outcome {}

    /// The scenario is not meant for this kernel.
    record NotMeant() implements Outcome {}
  }

  /// Whether something is to be looked into.
  public boolean bad() {
    return outcome instanceof Outcome.Wrong || outcome instanceof Outcome.Broken;
  }
}
