package org.inquest.formats.oops.machine;

import java.util.List;
import java.util.regex.Pattern;

/// A machine, told by how its kernel prints registers, or else by the functions that its calls come
/// through.
public enum Processor {
  /// `__show_regs()`, arch/x86/kernel/process_64.c.
  X86_64(
      64,
      "R(?:IP|AX|BX|CX|DX|SI|DI|BP|SP)|R\\d\\d|EFLAGS|ORIG_RAX|CR\\d|DR\\d|[C-GS]S|knlGS|PKRU",
      "^\\s*+(?:RIP: |RIP  \\[|RAX: )|entry_SYSCALL_64|asm_(?:exc|sysvec)_|x64_sys_"),
  /// `__show_regs()`, arch/x86/kernel/process_32.c.
  X86_32(
      32,
      "E(?:IP|AX|BX|CX|DX|SI|DI|BP|SP|FLAGS)|CR\\d|DR\\d|[C-GS]S",
      "^\\s*+(?:EIP: |EIP is at |EAX: )|entry_INT80_32|sysenter_past_esp|__do_fast_syscall_32"),
  /// `__show_regs()`, arch/arm64/kernel/process.c.
  ARM64(
      64,
      "x\\d\\d?|sp|pc|lr|pstate|pmr(?:_save)?",
      "^\\s*+(?:pstate: |x29: )|\\bpstate: |\\bel[01]t?h?_(?:64_)?(?:svc|sync|irq)|^\\s+ESR = "),
  /// `__show_regs()`, arch/arm/kernel/process.c.
  ARM(
      32,
      // Frames of a back trace have ` r10:00000080`, without the blank.
      "(?:r\\d\\d?|pc|lr|psr|sp|ip|fp)(?= ?: )",
      "\\bpsr ?: |^\\s*r10: |^8<--- cut here|ret_fast_syscall|^\\[<\\w{8}>\\] \\(.* from \\["),
  /// `__show_regs()`, arch/riscv/kernel/process.c.
  RISCV(
      64,
      "epc|ra|sp|gp|tp|t\\d|s\\d\\d?|a\\d|status|badaddr|cause|orig_a0|ssp",
      "^\\s*epc ?: |\\bbadaddr: |do_trap_ecall_u|ret_from_exception"),
  /// `__show_regs()`, arch/powerpc/kernel/process.c.
  PPC64(
      64,
      "NIP|LR|CTR|REGS|TRAP|MSR|CR|XER|CFAR|DAR|DSISR|DEAR|ESR|IRQMASK|SOFTE",
      "^\\s*+(?:NIP:? |GPR00: )|system_call_(?:vectored_)?common|^\\[c[0-9a-f]{15}\\] \\[c"),
  /// `show_registers()`, arch/s390/kernel/dumpstack.c.
  S390X(64, "", "Krnl PSW|Krnl GPRS|Last Breaking-Event-Address"),
  /// None of these, or nothing tells.
  UNKNOWN(64, "", "(?!)");

  private static final List<Processor> ORDER =
      List.of(X86_64, X86_32, RISCV, PPC64, S390X, ARM64, ARM);

  private final int bits;
  private final Pattern registers;
  private final Pattern signs;

  Processor(int bits, String registers, String signs) {
    this.bits = bits;
    this.registers =
        Pattern.compile(
            "(?<![\\w.])("
                + registers
                + ")\\s*[:=]\\s*(?:([0-9a-f]{4}):)?(?:\\[<)?(?:0x)?"
                + "([0-9a-fA-F]{1,16})(?=[\\s>(,]|$)");
    this.signs = Pattern.compile(signs);
  }

  /// Bits of a register.
  public int bits() {
    return bits;
  }

  /// A register and its value: name, x86's segment selector, value.
  Pattern registers() {
    return registers;
  }

  /// The machine a report is from. Registers tell it; functions only where there are none.
  public static Processor of(List<String> lines) {
    Processor likely = UNKNOWN;
    for (String line : lines) {
      for (Processor each : ORDER) {
        if (each.signs.matcher(line).find()) {
          if (each.registers.matcher(line).find() || each == S390X) {
            return each;
          }
          likely = likely == UNKNOWN ? each : likely;
        }
      }
    }
    return likely;
  }
}
