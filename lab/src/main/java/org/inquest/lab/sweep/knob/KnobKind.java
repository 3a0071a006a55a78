package org.inquest.lab.sweep.knob;

import java.util.ArrayList;
import java.util.List;

/// How a file is brought back to what it said. Most take what they gave; those that don't have a
/// constant of their own.
enum KnobKind {
  /// A number, `Y`/`N`, or a word.
  VALUE,
  /// `fail_function/inject`: a list of functions, each added by its name and taken out by `!NAME`
  /// (`fei_write()`, kernel/fail_function.c).
  INJECTED_FUNCTIONS,
  /// `fail_function/FUNCTION/retval`: hexadecimal without a sign of it up to 6.1, with `0x` later;
  /// gone with the function's entry in the list.
  RETURN_VALUE,
  /// `events/.../trigger`: a list of commands, each taken out by `!COMMAND`.
  TRIGGERS,
  /// `set_event_pid`: process ids, dropped when the file is emptied.
  PROCESSES,
  /// `/proc/PID/make-it-fail` and `fail-nth`: gone with the process.
  TASK;

  static KnobKind of(String path) {
    if (path.endsWith("/fail_function/inject")) {
      return INJECTED_FUNCTIONS;
    }
    if (path.endsWith("/retval")) {
      return RETURN_VALUE;
    }
    if (path.endsWith("/trigger")) {
      return TRIGGERS;
    }
    if (path.endsWith("/set_event_pid")) {
      return PROCESSES;
    }
    return path.startsWith("/proc/") ? TASK : VALUE;
  }

  /// Whether that the file is gone means that nothing is left to be restored.
  boolean mayVanish() {
    return this == RETURN_VALUE || this == TASK;
  }

  /// What a file says, in the form in which two answers can be compared and written again.
  List<String> entries(String text) {
    return switch (this) {
      case VALUE, TASK -> List.of(text.strip());
      case RETURN_VALUE -> List.of(text.startsWith("0x") ? text.strip() : "0x" + text.strip());
      case INJECTED_FUNCTIONS ->
          text.lines().map(KnobKind::firstWord).filter(w -> !w.isEmpty()).toList();
      case TRIGGERS ->
          text.lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(KnobKind::withoutState)
              .toList();
      case PROCESSES -> text.lines().map(String::strip).filter(l -> l.matches("\\d+")).toList();
    };
  }

  /// What to write so that a file that says one thing says the other again.
  List<KnobWrite> restoring(String path, String saved, String now) {
    List<String> wanted = entries(saved);
    List<String> present = entries(now);
    List<KnobWrite> out = new ArrayList<>();
    if (wanted.equals(present)) {
      return out;
    }
    switch (this) {
      case INJECTED_FUNCTIONS, TRIGGERS -> {
        present.stream()
            .filter(e -> !wanted.contains(e))
            .forEach(e -> out.add(new KnobWrite(path, "!" + e, "what the sweep had put in")));
        wanted.stream()
            .filter(e -> !present.contains(e))
            .forEach(e -> out.add(new KnobWrite(path, e, "what was there before")));
      }
      case PROCESSES -> {
        out.add(new KnobWrite(path, "", "what the sweep had put in"));
        if (!wanted.isEmpty()) {
          out.add(new KnobWrite(path, String.join(" ", wanted), "what was there before"));
        }
      }
      case VALUE, RETURN_VALUE, TASK ->
          out.add(new KnobWrite(path, typed(wanted.getFirst()), "the value before"));
    }
    return out;
  }

  /// A negative number in a form that every kernel takes. From 488dac0c9237 ("libfs: fix error cast
  /// of negative value in simple_attr_write()", v5.10) to d472cf797c4e ("debugfs: fix error when
  /// writing negative value to atomic_t debugfs file", v6.2 and stable kernels before) `-1` was
  /// refused; all of them keep the lower 32 bits of a larger number.
  static String typed(String value) {
    return value.matches("-\\d{1,9}") ? "0x" + Integer.toHexString(Integer.parseInt(value)) : value;
  }

  private static String firstWord(String line) {
    return line.strip().split("\\s+", 2)[0];
  }

  /// A trigger is shown with its state, and is not taken with it.
  private static String withoutState(String line) {
    return line.replaceFirst("\\s*\\[(?:active|paused)]\\s*$", "").strip();
  }
}
