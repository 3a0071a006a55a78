package org.inquest.formats.oops.kind;

import static org.inquest.formats.oops.kind.Kind.Frames.FIRST_LINE;
import static org.inquest.formats.oops.kind.Kind.Frames.NONE;

import java.util.List;
import org.inquest.formats.oops.kind.Kind.Frames;

/// KASAN and KFENCE: mm/kasan/report.c, mm/kfence/report.c.
final class KasanKinds {
  private static final String ACCESS = "\\A.*BUG: KASAN: ";
  private static final String SIZE =
      ".*\\n(?:.*\\n){0,4}?.*\\b(Read|Write) (?:of size \\d+|at addr)";

  /// Its stacks have no heading.
  private static final Frames KFENCE = FIRST_LINE.below("BUG: KFENCE: ");

  static final List<Kind> ROWS =
      List.of(
          Kind.of("BUG: KASAN: ", "BUG: KASAN: (?:double-free|invalid-free)", "KASAN-INVALID-FREE")
              .form(
                  ACCESS + "(?:double-free or )?(?:double-free|invalid-free) in",
                  FIRST_LINE,
                  "KASAN-INVALID-FREE",
                  "KASAN: invalid-free in {F}",
                  "invalid-free in {F}"),
          Kind.of("BUG: KASAN: ", "BUG: KASAN: null-ptr-deref on address", "KASAN-READ")
              .form(
                  ACCESS + "null-ptr-deref on address" + SIZE,
                  NONE,
                  "KASAN-NULL-POINTER-DEREFERENCE-{1}",
                  "KASAN: null-ptr-deref {1}"),
          Kind.of("BUG: KASAN: ", "BUG: KASAN: [a-z-]+ ", "KASAN-READ")
              .form(
                  ACCESS + "([a-z-]*use-after-free) in" + SIZE,
                  FIRST_LINE,
                  "KASAN-USE-AFTER-FREE-{2}",
                  "KASAN: {1} {2} in {F}",
                  "bad-access in {F}")
              .form(
                  ACCESS + "null-ptr-deref in" + SIZE,
                  FIRST_LINE,
                  "KASAN-NULL-POINTER-DEREFERENCE-{1}",
                  "KASAN: null-ptr-deref {1} in {F}",
                  "bad-access in {F}")
              .form(
                  ACCESS + "([a-z-]+) in" + SIZE,
                  FIRST_LINE,
                  "KASAN-{2}",
                  "KASAN: {1} {2} in {F}",
                  "bad-access in {F}"),
          Kind.of("BUG: KFENCE: ", "BUG: KFENCE: ", "KFENCE-READ")
              .form(
                  "BUG: KFENCE: (use-after-free) (read|write) in",
                  KFENCE,
                  "KFENCE-USE-AFTER-FREE-{2}",
                  "KFENCE: {1} {2} in {F}",
                  "bad-access in {F}")
              .form(
                  "BUG: KFENCE: ([a-z-]+) (read|write) in",
                  KFENCE,
                  "KFENCE-{2}",
                  "KFENCE: {1} {2} in {F}",
                  "bad-access in {F}")
              .form(
                  "BUG: KFENCE: invalid free in",
                  KFENCE,
                  "KFENCE-INVALID-FREE",
                  "KFENCE: invalid free in {F}",
                  "invalid-free in {F}")
              .form(
                  "BUG: KFENCE: memory corruption in",
                  KFENCE,
                  "KFENCE-MEMORY-CORRUPTION",
                  "KFENCE: memory corruption in {F}"));

  private KasanKinds() {}
}
