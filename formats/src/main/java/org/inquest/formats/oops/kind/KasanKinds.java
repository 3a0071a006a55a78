package org.inquest.formats.oops.kind;

import static org.inquest.formats.oops.kind.Kind.Frames.NONE;
import static org.inquest.formats.oops.kind.Kind.Frames.TRACE;

import java.util.List;

/// KASAN and KFENCE: mm/kasan/report.c, mm/kfence/report.c.
final class KasanKinds {
  private static final String ACCESS = "\\A.*BUG: KASAN: ";
  private static final String SIZE = ".*\\n(?:.*\\n){0,4}?.*\\b(Read|Write) (?:of size \\d+|at addr)";

  static final List<Kind> ROWS =
      List.of(
          Kind.of("BUG: KASAN: ", "BUG: KASAN: (?:double-free|invalid-free)", "KASAN-INVALID-FREE")
              .form(
                  ACCESS + "(?:double-free or )?(?:double-free|invalid-free) in",
                  TRACE,
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
                  TRACE,
                  "KASAN-USE-AFTER-FREE-{2}",
                  "KASAN: {1} {2} in {F}",
                  "bad-access in {F}")
              .form(
                  ACCESS + "null-ptr-deref in" + SIZE,
                  TRACE,
                  "KASAN-NULL-POINTER-DEREFERENCE-{1}",
                  "KASAN: null-ptr-deref {1} in {F}",
                  "bad-access in {F}")
              .form(
                  ACCESS + "([a-z-]+) in" + SIZE,
                  TRACE,
                  "KASAN-{2}",
                  "KASAN: {1} {2} in {F}",
                  "bad-access in {F}"),
          Kind.of("BUG: KFENCE: ", "BUG: KFENCE: ", "KFENCE-READ")
              .form(
                  "BUG: KFENCE: (use-after-free) (read|write) in",
                  TRACE,
                  "KFENCE-USE-AFTER-FREE-{2}",
                  "KFENCE: {1} {2} in {F}",
                  "bad-access in {F}")
              .form(
                  "BUG: KFENCE: ([a-z-]+) (read|write) in",
                  TRACE,
                  "KFENCE-{2}",
                  "KFENCE: {1} {2} in {F}",
                  "bad-access in {F}")
              .form(
                  "BUG: KFENCE: invalid free in",
                  TRACE,
                  "KFENCE-INVALID-FREE",
                  "KFENCE: invalid free in {F}",
                  "invalid-free in {F}")
              .form(
                  "BUG: KFENCE: memory corruption in",
                  TRACE,
                  "KFENCE-MEMORY-CORRUPTION",
                  "KFENCE: memory corruption in {F}"));

  private KasanKinds() {}
}
