package org.inquest.diagnose.oops;

import java.util.OptionalInt;
import org.inquest.diagnose.fault.Access;
import org.inquest.formats.oops.Trap;

/// What a fault's error code says about the access, in words. x86 pushes a page fault's error code;
/// arm64 prints ESR_EL1 (Arm Architecture Reference Manual, D24.2.40 "ESR_EL1, Exception Syndrome
/// Register").
///
/// @param fetch whether an instruction was to be read
/// @param write whether memory was to be written
/// @param known whether there is an error code that tells
/// @param words one clause; empty where nothing is known
public record FaultAccess(boolean fetch, boolean write, boolean known, String words) {
  private static final int WRITE_NOT_READ = 1 << 6;
  private static final int STATUS = 0x3f;

  /// The access of a fault.
  public static FaultAccess of(LoggedFault fault) {
    OptionalInt code = fault.errorCode();
    if (code.isEmpty()) {
      return new FaultAccess(fault.noExecute(), false, fault.noExecute(), "");
    }
    return switch (fault.machine()) {
      case X86_64, X86_32 -> x86(fault, code.getAsInt());
      case ARM64 -> esr(code.getAsInt());
      case RISCV64 -> cause(code.getAsInt());
      case PPC64 -> dsisr(code.getAsInt());
      case ARM, S390X -> new FaultAccess(false, false, false, "");
    };
  }

  /// Exceptions other than page faults have other error codes: of #GP it is a segment selector.
  private static FaultAccess x86(LoggedFault fault, int code) {
    if (fault.trap() != Trap.PAGE_FAULT) {
      return new FaultAccess(
          false, false, false, code == 0 ? "" : "0x" + Integer.toHexString(code) + ": a selector");
    }
    Access access = new Access(code);
    return new FaultAccess(access.fetch(), access.write(), true, access.words());
  }

  /// `scause` (RISC-V Privileged Architecture, "Supervisor Cause Register").
  private static FaultAccess cause(int cause) {
    String what =
        switch (cause) {
          case 0 -> "an instruction fetch from an address that is not aligned";
          case 1 -> "an instruction fetch that the memory refused";
          case 2 -> "an instruction that is unknown or not allowed";
          case 3 -> "ebreak";
          case 4, 6 -> "an access to an address that is not aligned";
          case 5 -> "a read that the memory refused";
          case 7 -> "a write that the memory refused";
          case 12 -> "an instruction fetch, no page or no right to it";
          case 13 -> "a read, no page or no right to it";
          case 15 -> "a write, no page or no right to it";
          default -> "exception " + cause;
        };
    boolean page = cause == 12 || cause == 13 || cause == 15;
    return new FaultAccess(cause == 12, cause == 15, page, "cause " + cause + ": " + what);
  }

  /// DSISR of data storage interrupts (Power ISA, Book III, "Data Storage Interrupt"):
  /// `DSISR_NOHPTE`, `DSISR_PROTFAULT`, `DSISR_ISSTORE` of arch/powerpc/include/asm/reg.h.
  private static FaultAccess dsisr(int dsisr) {
    boolean write = (dsisr & 0x0200_0000) != 0;
    String why =
        (dsisr & 0x4000_0000) != 0
            ? ", no page is there"
            : (dsisr & 0x0800_0000) != 0 ? ", the page's rights forbid it" : "";
    String words = "0x" + Integer.toHexString(dsisr) + ": " + (write ? "a write" : "a read") + why;
    return new FaultAccess(false, write, !why.isEmpty(), why.isEmpty() ? "" : words);
  }

  private static FaultAccess esr(int esr) {
    int kind = esr >>> 26;
    boolean abort = kind == 0x24 || kind == 0x25;
    boolean fetch = kind == 0x20 || kind == 0x21;
    boolean write = abort && (esr & WRITE_NOT_READ) != 0;
    String what =
        switch (kind) {
          case 0x20, 0x21 -> "an instruction fetch";
          case 0x24, 0x25 -> write ? "a write" : "a read";
          case 0x00 -> "an instruction that is unknown or not allowed";
          case 0x0d -> "a branch to a place that allows none (BTI)";
          case 0x1c -> "pointer authentication that failed";
          case 0x22 -> "a program counter that is not aligned";
          case 0x26 -> "a stack pointer that is not aligned";
          case 0x2f -> "an SError: the access failed outside of the CPU";
          case 0x3c -> "brk #0x" + Integer.toHexString(esr & 0xffff);
          default -> "exception class 0x" + Integer.toHexString(kind);
        };
    String why = abort || fetch ? ", " + status(esr & STATUS) : "";
    return new FaultAccess(
        fetch, write, abort || fetch, "0x" + Integer.toHexString(esr) + ": " + what + why);
  }

  private static String status(int status) {
    String level = " at level " + (status & 3);
    return switch (status >> 2) {
      case 0 -> "address size fault" + level;
      case 1 -> "no page is present (translation fault" + level + ")";
      case 2 -> "access flag fault" + level;
      case 3 -> "the page's rights forbid it (permission fault" + level + ")";
      default ->
          switch (status) {
            case 0x10 -> "synchronous external abort";
            case 0x11 -> "tag check fault";
            case 0x14, 0x15, 0x16, 0x17 -> "external abort on a table walk" + level;
            case 0x18 -> "parity or ECC error";
            case 0x21 -> "the address is not aligned";
            default -> "status 0x" + Integer.toHexString(status);
          };
    };
  }
}
