package org.inquest.engine.code.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The functions in `locks.txt`, which take and release locks. Kinds are numbers.
final class LockTable {
  /// The function's lock is none of its arguments: there is one of its kind.
  static final int NO_ARGUMENT = -1;

  private static final int FIELDS = 4;
  private static final String SPACES = "\\s+";

  private final List<String> kinds = new ArrayList<>();
  private final Map<String, Entry> all = new HashMap<>();

  /// When the lock is held after a call.
  enum Does {
    TAKE,
    /// Taken if the result is not 0.
    TRY,
    /// Taken if the result is 0.
    ZERO,
    /// Taken if the result is no error in a pointer; not in the file, only found.
    VALID,
    /// The same, where the errors are as wide as pointers and no 0 was seen: who returns errors in
    /// pointers returns no NULL.
    POINTER,
    FREE
  }

  /// @param kind of lock
  /// @param argument which one is the lock, or [#NO_ARGUMENT]
  record Entry(int kind, Does does, int argument) {}

  private LockTable() {}

  static LockTable load() {
    LockTable table = new LockTable();
    try (InputStream in =
        Objects.requireNonNull(LockTable.class.getResourceAsStream("locks.txt"), "locks.txt")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(table::take);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return table;
  }

  private void take(String line) {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    String[] words = line.split(SPACES, FIELDS);
    if (!kinds.contains(words[1])) {
      kinds.add(words[1]);
    }
    Does does =
        switch (words[2]) {
          case "take" -> Does.TAKE;
          case "try" -> Does.TRY;
          case "zero" -> Does.ZERO;
          default -> Does.FREE;
        };
    int argument = words[3].equals("-") ? NO_ARGUMENT : Integer.parseInt(words[3]);
    all.put(words[0], new Entry(kinds.indexOf(words[1]), does, argument));
  }

  @Nullable Entry find(String function) {
    return all.get(function);
  }

  /// What a person calls a kind of lock.
  String kind(int number) {
    return kinds.get(number);
  }
}
