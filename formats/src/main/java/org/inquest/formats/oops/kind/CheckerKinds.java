package org.inquest.formats.oops.kind;

import static org.inquest.formats.oops.kind.Kind.Frames.FIRST_LINE;
import static org.inquest.formats.oops.kind.Kind.Frames.TRACE;

import java.util.List;
import org.inquest.formats.oops.kind.Kind.Frames;

/// KMSAN, KCSAN and UBSAN: mm/kmsan/report.c, kernel/kcsan/report.c, lib/ubsan.c.
final class CheckerKinds {
  /// New KMSAN reports begin with the stack itself, old ones have "Call Trace:".
  private static final Frames FIRST_OR_TRACE = FIRST_LINE.below("BUG: KMSAN: ");

  static final List<Kind> ROWS =
      List.of(
          // KMSAN before it was merged.
          Kind.of("KMSAN: use of un", "BUG: KMSAN: use of unini[a-z]+ memory", "KMSAN-UNINIT-VALUE")
              .form(
                  "BUG: KMSAN: use of unini[a-z]+ memory in",
                  FIRST_OR_TRACE,
                  "KMSAN-UNINIT-VALUE",
                  "KMSAN: uninit-value in {F}",
                  "bad-access in {F}"),
          Kind.of("BUG: KMSAN: ", "BUG: KMSAN: ", "KMSAN-UNINIT-VALUE")
              .form(
                  "BUG: KMSAN: (uninit-value|use-after-free) in",
                  FIRST_OR_TRACE,
                  "KMSAN-UNINIT-VALUE",
                  "KMSAN: {1} in {F}",
                  "bad-access in {F}")
              .form(
                  "BUG: KMSAN: (kernel-(?:usb-|net-)?infoleak[a-z-]*) in",
                  FIRST_OR_TRACE,
                  "KMSAN-INFO-LEAK",
                  "KMSAN: {1} in {F}",
                  "bad-access in {F}"),
          Kind.of("BUG: KCSAN: ", "BUG: KCSAN: assert: race in", "KCSAN-ASSERT")
              .form(
                  "BUG: KCSAN: assert: race in",
                  Frames.under("race at"),
                  "KCSAN-ASSERT",
                  "KCSAN: assert: race in {F}"),
          Kind.of("BUG: KCSAN: ", "BUG: KCSAN: data-race in", "KCSAN-DATARACE")
              .form(
                  "BUG: KCSAN: data-race in (\\S+?)(?:\\+0x\\S+)? / (\\S+)",
                  Frames.NONE,
                  "KCSAN-DATARACE",
                  "KCSAN: data-race in {1} / {2}")
              .form(
                  "BUG: KCSAN: data-race in",
                  Frames.under("race at"),
                  "KCSAN-DATARACE",
                  "KCSAN: data-race in {F}"),
          Kind.of("UBSAN: ", "UBSAN: Undefined behaviour in", "UBSAN")
              .form(
                  "UBSAN: Undefined behaviour in",
                  TRACE,
                  "UBSAN",
                  "UBSAN: undefined-behaviour in {F}"),
          Kind.of("UBSAN: ", "UBSAN: [a-z-]+ in ", "UBSAN")
              .form(
                  "UBSAN: (array-index-out-of-bounds) in",
                  TRACE,
                  "MEMORY_SAFETY_UBSAN",
                  "UBSAN: {1} in {F}",
                  "bad-access in {F}")
              .form("UBSAN: ([a-z-]+) in", TRACE, "UBSAN", "UBSAN: {1} in {F}"));

  private CheckerKinds() {}
}
