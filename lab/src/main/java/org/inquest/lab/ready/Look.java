package org.inquest.lab.ready;

import java.util.Optional;
import java.util.function.Function;

/// What came of looking at one file of the machine. "It is not there" and "we may not look" are
/// kept apart: the one may be an answer, the other never is.
///
/// @param <T> what the file holds
public sealed interface Look<T> {
  /// The file was there and made sense.
  ///
  /// @param path as the machine itself would name it: `/proc/cmdline`, `kernel.panic_on_oops`
  record Seen<T>(String path, T value) implements Look<T> {}

  /// There is no such file.
  record Absent<T>(String path) implements Look<T> {}

  /// The file is there, but what it holds could not be read or makes no sense.
  ///
  /// @param why a few words: "permission denied"
  record Unseen<T>(String path, String why) implements Look<T> {}

  /// What was seen, if anything was.
  default Optional<T> seen() {
    return this instanceof Seen<T>(String path, T value) ? Optional.of(value) : Optional.empty();
  }

  /// Understands what was seen.
  ///
  /// @param reading empty where the content makes no sense
  /// @param expected what would make sense, for a person: "a number"
  default <R> Look<R> as(Function<T, Optional<R>> reading, String expected) {
    return switch (this) {
      case Seen<T>(String path, T value) ->
          reading
              .apply(value)
              .<Look<R>>map(r -> new Seen<>(path, r))
              .orElseGet(() -> new Unseen<>(path, "holds '" + brief(value) + "', not " + expected));
      case Absent<T>(String path) -> new Absent<>(path);
      case Unseen<T>(String path, String why) -> new Unseen<>(path, why);
    };
  }

  private static String brief(Object value) {
    String line = value.toString().lines().findFirst().orElse("");
    return line.length() > 40 ? line.substring(0, 40) + "..." : line;
  }
}
