package org.inquest.lab.sweep.run;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What fails while a step runs.
public sealed interface Failure {
  /// A call by its number, and perhaps one more.
  ///
  /// @param nth which of the step's calls that can fail does, from 1; 0 for none
  /// @param then how many calls later the next one fails, too, from 1; 0 for none
  record Nth(long nth, long then) implements Failure {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(?:\\+(\\d{1,6}))?");

    @Override
    public String toString() {
      return nth + (then > 0 ? "+" + then : "");
    }
  }

  /// A function that fails at its next call, without being run.
  ///
  /// @param name of the function
  /// @param value what it returns
  record Function(String name, long value) implements Failure {
    private static final Pattern TEXT = Pattern.compile("([A-Za-z_][\\w.]{0,511})=(-?\\d{1,6})");

    @Override
    public String toString() {
      return name + "=" + value;
    }
  }

  /// Calls by chance.
  ///
  /// @param percent of the calls, 1 to 100
  /// @param round which time it is, from 1: nothing else makes two such cases different
  record Chance(int percent, long round) implements Failure {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,3})%(\\d{1,9})");

    @Override
    public String toString() {
      return percent + "%" + round;
    }
  }

  /// Reads what these print.
  static Optional<Failure> parse(String text) {
    Matcher nth = Nth.TEXT.matcher(text);
    if (nth.matches()) {
      long then = nth.group(2) == null ? 0 : Long.parseLong(nth.group(2));
      return Optional.of(new Nth(Long.parseLong(nth.group(1)), then));
    }
    Matcher function = Function.TEXT.matcher(text);
    if (function.matches()) {
      return Optional.of(new Function(function.group(1), Long.parseLong(function.group(2))));
    }
    Matcher chance = Chance.TEXT.matcher(text);
    return chance.matches() && Integer.parseInt(chance.group(1)) <= 100
        ? Optional.of(
            new Chance(Integer.parseInt(chance.group(1)), Long.parseLong(chance.group(2))))
        : Optional.empty();
  }
}
