package org.inquest.formats.oops.kind;

import static org.inquest.formats.oops.kind.Kind.Frames.COUNTER;
import static org.inquest.formats.oops.kind.Kind.Frames.DISPATCHED;
import static org.inquest.formats.oops.kind.Kind.Frames.TRACE;

import java.util.List;

/// Exceptions: arch/x86/mm/fault.c, arch/x86/kernel/traps.c, arch/arm64/mm/fault.c, arch/arm/mm.
final class FaultKinds {
  static final List<Kind> ROWS =
      List.of(
          Kind.of("NULL pointer", "kernel NULL pointer dereference", "NULL-POINTER-DEREFERENCE")
              .form(
                  "",
                  COUNTER,
                  "NULL-POINTER-DEREFERENCE",
                  "BUG: unable to handle kernel NULL pointer dereference in {F}",
                  "bad-access in {F}"),
          paging("BUG: unable to handle page fault"),
          paging("nable to handle kernel "),
          Kind.of("general protection fault", "general protection fault(?:, |: |$)", "DoS")
              .form("", COUNTER, "DoS", "general protection fault in {F}", "bad-access in {F}"),
          Kind.of("PANIC: double fault", "PANIC: double fault", "DoS")
              .form("", TRACE, "DoS", "PANIC: double fault in {F}"),
          Kind.of("divide", "divide[ _]error:", "DoS")
              .form("", COUNTER, "DoS", "divide error in {F}"),
          Kind.of("stack guard page", "BUG: .*stack guard page was hit", "UNKNOWN")
              .form(
                  "",
                  DISPATCHED,
                  "UNKNOWN",
                  "BUG: stack guard page was hit in {F}",
                  "stack-overflow in {F}"),
          Kind.of("invalid opcode:", "invalid opcode: ", "DoS")
              .form("", COUNTER, "DoS", "invalid opcode in {F}"),
          Kind.of("int3: ", "\\bint3: \\d", "DoS").form("", COUNTER, "DoS", "int3 in {F}"),
          Kind.of("stack segment: ", "stack segment: \\d", "DoS")
              .form("", COUNTER, "DoS", "stack segment fault in {F}"),
          Kind.of("Alignment trap", "Alignment trap: ", "DoS")
              .form("", TRACE, "DoS", "Alignment trap in {F}"),
          Kind.of("Unhandled fault", "Unhandled fault: ", "DoS")
              .form("", COUNTER, "DoS", "Unhandled fault in {F}", "bad-access in {F}"),
          Kind.of("Internal error: ", "Internal error: ", "DoS")
              .form("", COUNTER, "DoS", "Internal error in {F}", "bad-access in {F}"));

  private FaultKinds() {}

  private static Kind paging(String words) {
    return Kind.of(words, words, "MEMORY_SAFETY_BUG")
        .form(
            "",
            COUNTER,
            "MEMORY_SAFETY_BUG",
            "BUG: unable to handle kernel paging request in {F}",
            "bad-access in {F}");
  }
}
