package org.inquest.lab.sweep.plan;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.oops.CodePlace;

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

  /// One call of the kernel's text, the first time that it is made.
  ///
  /// @param capability the fault point that fails there
  /// @param place who gets the failure: a function and the offset behind the call, as a stack shows
  ///   it
  record Place(String capability, CodePlace place) implements Failure {
    private static final Pattern TEXT = Pattern.compile("([a-z_]{1,40})@(\\S{1,600})");

    /// @param capability the fault point
    /// @param place size and address of it are of no use here
    public Place {
      place = new CodePlace(place.function(), place.offset(), 0, place.module(), 0);
    }

    @Override
    public String toString() {
      String module = place.module().isEmpty() ? "" : "[" + place.module() + "]";
      return capability
          + "@"
          + place.function()
          + "+0x"
          + Long.toHexString(place.offset())
          + module;
    }

    private static Optional<Failure> of(Matcher text) {
      return CodePlace.parse(text.group(2).replace("[", " ["))
          .map(place -> new Place(text.group(1), place));
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
    Matcher place = Place.TEXT.matcher(text);
    if (place.matches()) {
      return Place.of(place);
    }
    Matcher chance = Chance.TEXT.matcher(text);
    return chance.matches() && Integer.parseInt(chance.group(1)) <= 100
        ? Optional.of(
            new Chance(Integer.parseInt(chance.group(1)), Long.parseLong(chance.group(2))))
        : Optional.empty();
  }
}
