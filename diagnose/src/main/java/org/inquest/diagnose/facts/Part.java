package org.inquest.diagnose.facts;

import java.util.Optional;
import java.util.function.Supplier;
import org.inquest.formats.fault.InquestException;
import org.jspecify.annotations.Nullable;

/// One part of the facts: computed when first asked for, kept, and empty with a reason where it
/// can't be computed.
final class Part<T> {
  private final String name;
  private final Supplier<T> compute;
  private @Nullable Optional<T> value;
  private String gap = "";

  /// @param name what is missing, in words, if this fails: "tasks"
  Part(String name, Supplier<T> compute) {
    this.name = name;
    this.compute = compute;
  }

  synchronized Optional<T> get() {
    Optional<T> now = value;
    if (now == null) {
      try {
        now = Optional.of(compute.get());
      } catch (InquestException e) {
        now = Optional.empty();
        gap = name + ": " + e.getMessage();
      }
      value = now;
    }
    return now;
  }

  /// Why the part is empty; empty where it was not asked for or is there.
  synchronized String gap() {
    return gap;
  }
}
