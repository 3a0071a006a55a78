package org.inquest.lab.sweep.run;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.lab.sweep.plan.Failure;

/// One step, and what fails in it.
///
/// @param step of the workload; `command` for a workload that is a command
/// @param failure what fails
public record SweepCase(String step, Failure failure) {
  private static final Pattern TEXT = Pattern.compile("([\\w.-]+):(\\S+)");

  /// A case with one failure.
  ///
  /// @param nth 0 for none
  public static SweepCase of(String step, long nth) {
    return of(step, nth, 0);
  }

  /// A case with two.
  static SweepCase of(String step, long nth, long then) {
    return new SweepCase(step, new Failure.Nth(nth, then));
  }

  /// Reads `STEP:N`, `STEP:N+M`, `STEP:FUNCTION=VALUE` or `STEP:PERCENT%ROUND`.
  public static Optional<SweepCase> parse(String text) {
    Matcher m = TEXT.matcher(text);
    return m.matches()
        ? Failure.parse(m.group(2)).map(failure -> new SweepCase(m.group(1), failure))
        : Optional.empty();
  }

  /// The number of the call that fails; 0 where no single one does.
  long nth() {
    return failure instanceof Failure.Nth(long nth, long then) ? nth : 0;
  }

  /// How many calls later another one fails; 0 where none does.
  long then() {
    return failure instanceof Failure.Nth(long nth, long then) ? then : 0;
  }

  /// Whether anything is to fail.
  boolean fails() {
    return !(failure instanceof Failure.Nth(long nth, long then)) || nth > 0;
  }

  @Override
  public String toString() {
    return step + ":" + failure;
  }
}
