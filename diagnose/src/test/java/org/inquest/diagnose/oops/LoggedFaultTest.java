package org.inquest.diagnose.oops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.value.Machine;
import org.inquest.formats.oops.Trap;
import org.inquest.formats.oops.report.LogReport;
import org.inquest.formats.oops.report.ReportFinder;
import org.junit.jupiter.api.Test;

/// From a console log to a fault, by way of reports of any machine.
final class LoggedFaultTest {
  private static final String ARM64 =
      """
      [    3.0][    T9] Unable to handle kernel paging request at virtual address dead000000000108
      [    3.000000][    T9] Unable to handle kernel paging request at virtual address dead000000000108
      [    3.000000][    T9]   ESR = 0x0000000096000044
      [    3.000000][    T9] Internal error: Oops: 0000000096000044 [#1] SMP
      [    3.000000][    T9] CPU: 2 PID: 9 Comm: keeper Not tainted 6.6.0 #1
      [    3.000000][    T9] pc : put_it+0x1c/0x30
      [    3.000000][    T9] lr : take_it+0x10/0x20
      [    3.000000][    T9] sp : ffff80000a003c80
      [    3.000000][    T9] x2 : dead000000000100 x1 : dead000000000122 x0 : ffff000003f0a000
      [    3.000000][    T9] Call trace:
      [    3.000000][    T9]  put_it+0x1c/0x30
      [    3.000000][    T9]  take_it+0x10/0x20
      [    3.000000][    T9] Code: aa0003e2 d503201f d503201f d503201f (f9000441)
      """;

  private static LogReport find(String text) {
    List<LogReport> found = new ArrayList<>();
    ReportFinder finder = new ReportFinder(found::add);
    text.lines().skip(1).forEach(finder::accept);
    finder.end();
    return found.getFirst();
  }

  @Test
  void arm64IsExplainedLikeX86() {
    LoggedFault fault = LoggedFault.of(find(ARM64), false).orElseThrow();
    assertThat(fault.machine()).isEqualTo(Machine.ARM64);
    assertThat(fault.trap()).isEqualTo(Trap.PAGE_FAULT);
    assertThat(fault.caller().orElseThrow().function()).isEqualTo("take_it");
    OopsExplanation told = OopsExplanation.of(fault, Optional.empty(), Optional.empty());
    // str x1, [x2, #8] with a list's poison in x2
    assertThat(told.operand().orElseThrow().match()).isEqualTo(FaultOperand.Match.EQUAL);
    assertThat(told.operand().orElseThrow().bad().orElseThrow().name()).isEqualTo("x2");
    assertThat(told.access().write()).isTrue();
    assertThat(told.registers().get("x2").words()).startsWith("LIST_POISON1");
  }

  @Test
  void riscvsCauseAndPowerpcsDsisrTellTheAccess() {
    String riscv =
        """
        .
        Unable to handle kernel NULL pointer dereference at virtual address 0000000000000018
        Oops [#1]
        epc : put_it+0x8/0x20
        epc : ffffffff80012348 ra : ffffffff80015678 sp : ff20000000013c50
        status: 0000000200000120 badaddr: 0000000000000018 cause: 000000000000000f
        """;
    LoggedFault fault = LoggedFault.of(find(riscv), false).orElseThrow();
    assertThat(fault.machine()).isEqualTo(Machine.RISCV64);
    assertThat(fault.programCounter()).hasValue(0xffffffff80012348L);
    assertThat(FaultAccess.of(fault).write()).isTrue();
    String powerpc =
        """
        .
        BUG: Unable to handle kernel data access on write at 0x00000018
        Oops: Kernel access of bad area, sig: 11 [#1]
        NIP:  c0000000007a1234 LR: c0000000007a1200 CTR: 0000000000000000
        CFAR: c00000000873b7c0 DAR: 0000000000000018 DSISR: 42000000 IRQMASK: 0
        NIP [c0000000007a1234] put_it+0x24/0x60
        """;
    FaultAccess access = FaultAccess.of(LoggedFault.of(find(powerpc), false).orElseThrow());
    assertThat(access.words()).isEqualTo("0x42000000: a write, no page is there");
  }

  @Test
  void aHungTaskIsNoFault() {
    assertThat(
            LoggedFault.of(find(".\nINFO: task a:1 blocked for more than 120 seconds.\n"), false))
        .isEmpty();
  }
}
