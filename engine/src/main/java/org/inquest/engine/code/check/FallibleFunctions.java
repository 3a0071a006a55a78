package org.inquest.engine.code.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The functions in `fallible.txt`, whose result may be no pointer.
final class FallibleFunctions {
  /// There is no argument with flags.
  static final int NO_FLAGS = -1;

  private static final String SPACES = "\\s+";

  /// Name to number of the argument with GFP flags, or [#NO_FLAGS].
  private final Map<String, Integer> flags = new HashMap<>();

  private FallibleFunctions() {}

  static FallibleFunctions load() {
    FallibleFunctions all = new FallibleFunctions();
    try (InputStream in =
        Objects.requireNonNull(
            FallibleFunctions.class.getResourceAsStream("fallible.txt"), "fallible.txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(all::take);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private void take(String line) {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    String[] words = line.split(SPACES);
    flags.put(words[0], words[1].equals("-") ? NO_FLAGS : Integer.parseInt(words[1]));
  }

  /// The number of the argument with GFP flags; null for a function that is not in the list.
  @Nullable Integer flags(String function) {
    return flags.get(function);
  }
}
