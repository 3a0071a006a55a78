package org.inquest.diagnose.history;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Kinds of crashes by the words that titles of reports and messages of commits have for them.
public enum CrashKind {
  USE_AFTER_FREE(
      "a use after free",
      List.of("use-after-free", "use after free", "slab-use-after"),
      List.of("use-after-free", "use after free", "uaf", "dangling", "freed memory")),
  DOUBLE_FREE(
      "a double free",
      List.of("double-free", "invalid-free", "double free"),
      List.of("double free", "double-free", "freed twice", "free twice")),
  OUT_OF_BOUNDS(
      "an access out of bounds",
      List.of("out-of-bounds", "out of bounds", "stack-overflow", "global-out"),
      List.of("out-of-bounds", "out of bounds", "overflow", "oob", "overrun", "bounds check")),
  NULL_POINTER(
      "a NULL pointer",
      List.of("null pointer", "null-ptr-deref", "null deref"),
      List.of("null pointer", "null-ptr", "null deref", "null check", "is null", "null ptr")),
  DEADLOCK(
      "a deadlock",
      List.of("deadlock", "possible recursive locking", "inconsistent lock", "irq lock inversion"),
      List.of("deadlock", "recursive locking", "lock inversion", "lockdep", "lock order")),
  HANG(
      "a hang",
      List.of("hung in", "task hung", "blocked for more", "lockup", "stall", "hung_task"),
      List.of("hang", "hung", "lockup", "stall", "endless loop", "infinite loop", "livelock")),
  LEAK("a leak", List.of("memory leak"), List.of("leak")),
  UNINITIALISED(
      "an uninitialised value",
      List.of("uninit-value", "infoleak"),
      List.of("uninit", "uninitialized", "uninitialised", "infoleak")),
  RACE("a data race", List.of("data-race"), List.of("data race", "data-race", "kcsan")),
  ATOMIC(
      "sleeping in atomic context",
      List.of("sleeping function", "scheduling while atomic", "invalid context"),
      List.of("atomic context", "sleep in", "sleeping", "invalid context", "while atomic")),
  REFERENCES(
      "a wrong reference count",
      List.of("refcount"),
      List.of("refcount", "reference count", "ref count", "reference leak", "get_ref")),
  LIST(
      "a damaged list",
      List.of("list_add corruption", "list_del corruption", "corrupted list"),
      List.of("list corruption", "list_add", "list_del", "corrupted list", "list corrupt")),
  DIVISION(
      "a division by zero",
      List.of("divide error", "division by zero"),
      List.of("divide by zero", "division by zero", "divide error", "divide-by-zero")),
  SHIFT("a shift too far", List.of("shift-out-of-bounds"), List.of("shift"));

  private final String text;
  private final List<String> inTitles;
  private final List<String> inMessages;

  CrashKind(String text, List<String> inTitles, List<String> inMessages) {
    this.text = text;
    this.inTitles = inTitles;
    this.inMessages = inMessages;
  }

  /// In words, with an article.
  public String text() {
    return text;
  }

  /// The kind that a title tells; empty for titles that tell none.
  public static Optional<CrashKind> ofTitle(String title) {
    String lower = title.toLowerCase(Locale.ROOT);
    for (CrashKind kind : values()) {
      if (kind.inTitles.stream().anyMatch(lower::contains)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /// The kind of some symptoms.
  public static Optional<CrashKind> of(Symptoms symptoms) {
    return symptoms.titles().stream().flatMap(t -> ofTitle(t).stream()).findFirst();
  }

  /// Whether a message tells of this kind.
  public boolean isToldIn(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    return inMessages.stream().anyMatch(lower::contains);
  }
}
