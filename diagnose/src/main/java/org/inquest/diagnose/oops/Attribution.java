package org.inquest.diagnose.oops;

import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.Finding;
import org.inquest.formats.oops.detail.InjectedFailure;

/// Whether a failure that was injected on purpose led to a report, and how that is known.
///
/// @param failure the last one that the same task, or CPU, had before the report; empty where there
///   was none
/// @param confidence how sure
/// @param because a clause
public record Attribution(
    Optional<InjectedFailure> failure, Confidence confidence, String because) {
  /// What a verdict says where the machine code links the two.
  private static final String PROVEN = "which %s made fail";

  /// How sure it is that the failure led to the report.
  public enum Confidence {
    /// The machine code shows that the failed call's result is what the report is about.
    PROVEN,
    /// The function that got the failure is the one that the report is about, or has called it.
    LIKELY,
    /// Both happened in one call, or in one task.
    POSSIBLE,
    /// There was no failure, or it was another task's.
    UNRELATED
  }

  /// Judges a report.
  ///
  /// @param findings what the rules say of it, the most important first
  public static Attribution of(Incident incident, List<Finding> findings) {
    Optional<InjectedFailure> failure = incident.parts().detail(InjectedFailure.class);
    if (failure.isEmpty()) {
      return new Attribution(
          failure, Confidence.UNRELATED, "no failure was injected into its task before");
    }
    InjectedFailure injected = failure.get();
    boolean proven =
        findings.stream()
            .anyMatch(f -> f.found().claim().contains(PROVEN.formatted(injected.name())));
    if (proven) {
      return new Attribution(
          failure,
          Confidence.PROVEN,
          "the value that the report is about is the result of the call that was made to fail");
    }
    Confidence confidence =
        switch (injected.link()) {
          case SAME_FUNCTION -> Confidence.LIKELY;
          case SAME_CALLER, SAME_TASK -> Confidence.POSSIBLE;
          case NONE -> Confidence.UNRELATED;
        };
    return new Attribution(failure, confidence, injected.link().words());
  }
}
