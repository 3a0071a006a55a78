package org.inquest.formats.oops.kind;

import static org.inquest.formats.oops.kind.Kind.Frames.DISPATCHED;
import static org.inquest.formats.oops.kind.Kind.Frames.NONE;
import static org.inquest.formats.oops.kind.Kind.Frames.SENTENCE;
import static org.inquest.formats.oops.kind.Kind.Frames.TRACE;

import java.util.List;

/// `panic()`: kernel/panic.c, and what other parts of the machine call a panic.
final class PanicKinds {
  static final List<Kind> ROWS =
      List.of(
          Kind.of("Kernel panic", "Kernel panic - not syncing: ", "DoS")
              .form(
                  "stack-protector: Kernel stack is corrupted in: (\\S+)",
                  SENTENCE,
                  "DoS",
                  "kernel panic: stack is corrupted in {F}")
              .form(
                  "corrupted stack end detected",
                  DISPATCHED,
                  "DoS",
                  "kernel panic: corrupted stack end in {F}",
                  "stack-overflow in {F}")
              .form(
                  "Kernel panic - not syncing: (Fatal exception)", NONE, "DoS", "kernel panic: {1}")
              .form(
                  "Kernel panic - not syncing: (Attempted to kill init!)",
                  NONE,
                  "DoS",
                  "kernel panic: {1}")
              .form(
                  "Kernel panic - not syncing: (Couldn't open N_TTY ldisc)",
                  NONE,
                  "DoS",
                  "kernel panic: {1}")
              .form("Kernel panic - not syncing: (.*)", NONE, "DoS", "kernel panic: {1}")
              .ending(),
          Kind.of("trusty: panic", "trusty: panic", "DoS")
              .form("ASSERT FAILED at \\(.*?\\): (.*)", NONE, "DoS", "trusty: ASSERT FAILED: {1}"),
          Kind.of("rust_kernel: panicked", "rust_kernel: panicked at", "UNKNOWN")
              .form("panicked at .*\\n(.*)", TRACE, "UNKNOWN", "{1} in {F}"));

  private PanicKinds() {}
}
