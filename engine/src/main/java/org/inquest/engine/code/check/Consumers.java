package org.inquest.engine.code.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The functions in `consumers.txt`, which keep a function's address beyond their own call.
final class Consumers {
  private static final int FIELDS = 4;
  private static final String SPACES = "\\s+";

  private final Map<String, Consumer> all = new HashMap<>();

  /// A function that keeps another one.
  ///
  /// @param argument which of its arguments the function is, from 0
  /// @param waiting which argument says whether it returns only when all is done; -1 where there is
  ///   none
  /// @param does what it does with the function
  record Consumer(int argument, int waiting, String does) {}

  private Consumers() {}

  static Consumers load() {
    Consumers consumers = new Consumers();
    try (InputStream in =
        Objects.requireNonNull(
            Consumers.class.getResourceAsStream("consumers.txt"), "consumers.txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(consumers::take);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return consumers;
  }

  private void take(String line) {
    if (!line.isBlank() && !line.startsWith("#")) {
      String[] words = line.split(SPACES, FIELDS);
      int wait = words[2].equals("-") ? -1 : Integer.parseInt(words[2]);
      all.put(words[0], new Consumer(Integer.parseInt(words[1]), wait, words[3]));
    }
  }

  @Nullable Consumer find(String function) {
    return all.get(function);
  }
}
