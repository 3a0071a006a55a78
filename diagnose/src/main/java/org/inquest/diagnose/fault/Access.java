package org.inquest.diagnose.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.facts.Fault;
import org.inquest.diagnose.oops.FaultAccess;
import org.inquest.diagnose.oops.LoggedFault;
import org.inquest.diagnose.value.Machine;
import org.inquest.formats.oops.LogEvent.TrapReport;

/// What kind of access a page fault was, by its error code in x86's form
/// (arch/x86/include/asm/trap_pf.h).
///
/// @param code as the CPU pushed it, or what it would be if another machine said the same
/// @param other what that other machine's own code says; empty for x86
public record Access(int code, String other) {
  private static final int PROTECTION = 0x1;
  private static final int WRITE = 0x2;
  private static final int USER = 0x4;
  private static final int RESERVED = 0x8;
  private static final int FETCH = 0x10;
  private static final int KEY = 0x20;
  private static final int SHADOW_STACK = 0x40;

  /// An x86 error code.
  public Access(int code) {
    this(code, "");
  }

  /// The access of a fault; without an error code nothing is known.
  public static Access of(Fault fault) {
    Optional<TrapReport> report = fault.report();
    if (report.isPresent()) {
      Machine machine = LoggedFault.machine(report.get().body().registers());
      if (machine != Machine.X86_64 && machine != Machine.X86_32) {
        FaultAccess told = FaultAccess.of(LoggedFault.of(report.get(), List.of()));
        return new Access((told.write() ? WRITE : 0) | (told.fetch() ? FETCH : 0), told.words());
      }
    }
    return new Access(fault.errorCode().orElse(0));
  }

  /// Whether the CPU wanted to execute.
  public boolean fetch() {
    return (code & FETCH) != 0;
  }

  /// Whether it wanted to write.
  public boolean write() {
    return (code & WRITE) != 0;
  }

  /// Whether a page was there, and its rights forbade the access.
  public boolean forbidden() {
    return (code & PROTECTION) != 0;
  }

  /// `wrote to`, `read from`, `jumped to`.
  public String verb() {
    return fetch() ? "jumped to" : write() ? "wrote to" : "read from";
  }

  /// `write`, `read`, `call`.
  public String noun() {
    return fetch() ? "call" : write() ? "write" : "read";
  }

  /// `0x2: a write by the kernel to a page that is not present`.
  public String words() {
    if (!other.isEmpty()) {
      return other;
    }
    List<String> more = new ArrayList<>();
    if ((code & RESERVED) != 0) {
      more.add("a page-table entry has a reserved bit set");
    }
    if ((code & KEY) != 0) {
      more.add("a protection key forbids it");
    }
    if ((code & SHADOW_STACK) != 0) {
      more.add("it is an access to a shadow stack");
    }
    String what = fetch() ? "an instruction fetch" : write() ? "a write" : "a read";
    String from = (code & USER) != 0 ? " in user mode" : " by the kernel";
    String page =
        forbidden()
            ? ", the page is there but its rights forbid it"
            : ", no page is present at that address";
    return "0x"
        + Integer.toHexString(code)
        + ": "
        + what
        + from
        + page
        + (more.isEmpty() ? "" : ", " + String.join(", ", more));
  }
}
