package org.inquest.formats.oops.kind;

import static org.inquest.formats.oops.kind.Kind.Frames.COUNTER;
import static org.inquest.formats.oops.kind.Kind.Frames.DISPATCHED;
import static org.inquest.formats.oops.kind.Kind.Frames.TRACE;

import java.util.List;

/// Exceptions: arch/x86/mm/fault.c, arch/x86/kernel/traps.c, arch/arm64/mm/fault.c, arch/arm/mm.
final class FaultKinds {
  static final List<Kind> ROWS =
      List.of(
          Kind.of("NULL pointer", "[Kk]ernel NULL pointer dereference", "NULL-POINTER-DEREFERENCE")
              .form(
                  "",
                  COUNTER,
                  "NULL-POINTER-DEREFERENCE",
                  "BUG: unable to handle kernel NULL pointer dereference in {F}",
                  "bad-access in {F}"),
          Kind.of("access to user memory", "nable to handle kernel access to user memory", "DoS")
              .form(
                  "",
                  COUNTER,
                  "DoS",
                  "BUG: unable to handle kernel access to user memory in {F}",
                  "bad-access in {F}"),
          paging("BUG: unable to handle page fault"),
          paging("nable to handle kernel "),
          Kind.of("general protection fault", "general protection fault(?:, |: |$)", "DoS")
              .form("", COUNTER, "DoS", "general protection fault in {F}", "bad-access in {F}"),
          Kind.of("double fault: ", "(?:^|Oops: )double fault: \\d", "DoS")
              .form("", TRACE, "DoS", "PANIC: double fault in {F}"),
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
          // arch/arm64/kernel/traps.c, arch/arm64/mm/fault.c, arch/arm/mm/fault.c.
          Kind.of("Unhandled prefetch abort", "Unhandled prefetch abort: ", "DoS")
              .form("", COUNTER, "DoS", "Unhandled prefetch abort in {F}", "bad-access in {F}"),
          Kind.of("Insufficient stack space", "Insufficient stack space to handle exception", "DoS")
              .form(
                  "",
                  DISPATCHED,
                  "DoS",
                  "BUG: stack guard page was hit in {F}",
                  "stack-overflow in {F}"),
          // arch/x86/kernel/traps.c.
          Kind.of("control protection", "control protection fault: \\d|Missing ENDBR: ", "DoS")
              .form("", COUNTER, "DoS", "control protection fault in {F}"),
          Kind.of("alignment check: ", "alignment check: \\d", "DoS")
              .form("", COUNTER, "DoS", "alignment check in {F}"),
          Kind.of("invalid TSS: ", "invalid TSS: \\d", "DoS")
              .form("", COUNTER, "DoS", "invalid TSS in {F}"),
          Kind.of("segment not present: ", "segment not present: \\d", "DoS")
              .form("", COUNTER, "DoS", "segment not present in {F}"),
          // arch/s390/kernel/traps.c: "specification exception: 0006 ilc:2 [#1]".
          Kind.of(
                  " ilc:",
                  "^(?:[a-z][a-z -]+ exception|illegal operation): [0-9a-f]{4} ilc:",
                  "DoS")
              .form(
                  "^([a-z][a-z -]+): [0-9a-f]{4} ilc:",
                  COUNTER, "DoS", "{1} in {F}", "bad-access in {F}"),
          // arch/riscv/kernel/traps.c: "Oops - illegal instruction [#1]".
          Kind.of("Oops - ", "^Oops - [a-z].* \\[#\\d", "DoS")
              .form("^Oops - ([a-z ]+)", COUNTER, "DoS", "{1} in {F}", "bad-access in {F}"),
          // arch/powerpc/kernel/traps.c, and whatever `die()` is called with elsewhere, where the
          // lines before it are lost.
          Kind.of(
                  "Oops: ",
                  "^Oops: (?:Oops: |[A-Z][a-z ]+, sig: \\d+ |[0-9a-f]{4} ).*\\[#\\d",
                  "DoS")
              .form("", COUNTER, "DoS", "Oops in {F}", "bad-access in {F}"),
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
