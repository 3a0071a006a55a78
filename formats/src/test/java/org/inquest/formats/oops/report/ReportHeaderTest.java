package org.inquest.formats.oops.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Who said a report, and how bad it is.
final class ReportHeaderTest {
  private static LogReport find(String text) {
    List<LogReport> found = new ArrayList<>();
    ReportFinder finder = new ReportFinder(found::add);
    text.lines().forEach(finder::accept);
    finder.end();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static Severity severity(String text) {
    LogReport report = find(text);
    return Severity.of(report, Headlines.of(report));
  }

  @Test
  void aReportOf612() {
    ReportHeader header =
        ReportHeader.of(
            find(
                """
                [   12.000000] something else
                [   12.500000][   T77] BUG: kernel NULL pointer dereference, address: 0000000000000018
                [   12.500001][   T77] Oops: Oops: 0002 [#3] SMP NOPTI
                [   12.500002][   T77] CPU: 1 UID: 0 PID: 77 Comm: my task Kdump: loaded Tainted: G      D W  OE      6.12.0-1 #7 PREEMPT(full)
                [   12.500002][   T77] Tainted: [D]=DIE, [W]=WARN, [O]=OOT_MODULE, [E]=UNSIGNED_MODULE
                [   12.500003][   T77] Hardware name: QEMU Standard PC, BIOS 1.16 04/01/2014
                [   12.500004][   T77] Workqueue: events run_it [sick]
                [   12.700000][   T77] Call Trace:
                """));
    assertThat(header.first()).isEqualTo(1);
    assertThat(header.last()).isEqualTo(7);
    assertThat(header.from()).isEqualTo(OptionalLong.of(12_500_000_000L));
    assertThat(header.to()).isEqualTo(OptionalLong.of(12_700_000_000L));
    assertThat(header.cpu()).isEqualTo(1);
    assertThat(header.pid()).isEqualTo(77);
    assertThat(header.comm()).isEqualTo("my task");
    assertThat(header.release()).isEqualTo("6.12.0-1");
    assertThat(header.build()).isEqualTo("#7 PREEMPT(full)");
    assertThat(header.hardware()).startsWith("QEMU").endsWith("2014");
    assertThat(header.workqueue()).isEqualTo("events run_it [sick]");
    assertThat(header.number()).isEqualTo(3);
    assertThat(header.taints())
        .containsExactly(Taint.DIE, Taint.WARN, Taint.OOT_MODULE, Taint.UNSIGNED_MODULE);
  }

  @Test
  void aReportOf26() {
    ReportHeader header =
        ReportHeader.of(
            find(
                """
                BUG: unable to handle kernel paging request at c0001234
                Pid: 598, comm: keeper Tainted: P         C O 2.6.32-71.el6 #1 Some vendor
                Process keeper (pid: 598, ti=f180c000 task=f2388000 task.ti=f180c000)
                """));
    assertThat(header.pid()).isEqualTo(598);
    assertThat(header.comm()).isEqualTo("keeper");
    assertThat(header.release()).isEqualTo("2.6.32-71.el6");
    assertThat(header.taints()).contains(Taint.PROPRIETARY_MODULE, Taint.CRAP, Taint.OOT_MODULE);
    assertThat(header.from()).isEmpty();
  }

  @Test
  void theFirstLineNamesTheTaskWhereNoOtherDoes() {
    ReportHeader lockup =
        ReportHeader.of(find("watchdog: BUG: soft lockup - CPU#3 stuck for 22s! [my:task:41]\n"));
    assertThat(lockup.cpu()).isEqualTo(3);
    assertThat(lockup.pid()).isEqualTo(41);
    assertThat(lockup.comm()).isEqualTo("my:task");
    ReportHeader warning =
        ReportHeader.of(find("WARNING: fs/x.c:10 at broken+0x1/0x2, CPU#1: init/9\n"));
    assertThat(warning.pid()).isEqualTo(9);
    assertThat(warning.cpu()).isEqualTo(1);
  }

  @Test
  void everyTaintHasItsLetterAndWords() {
    assertThat(Taint.values()).extracting(Taint::letter).doesNotHaveDuplicates().hasSize(20);
    assertThat(Taint.of("GGPW?W")).containsExactly(Taint.PROPRIETARY_MODULE, Taint.WARN);
  }

  @Test
  void memoryIsWorseThanTheEnd() {
    String uaf =
        "BUG: KASAN: slab-use-after-free in walk+0x1/0x2\nWrite of size 8 at addr ffff888012345678 by task a/1\nCall Trace:\n walk+0x1/0x2\n";
    assertThat(severity(uaf).level()).isEqualTo(Severity.Level.MEMORY_UNSAFE);
    assertThat(severity(uaf).reason()).isEqualTo("freed memory was written");
    assertThat(severity("Kernel panic - not syncing: VFS: Unable to mount root fs\n").level())
        .isEqualTo(Severity.Level.MACHINE_DOWN);
    String oops =
        "divide error: 0000 [#1] SMP\nRIP: 0010:walk+0x1/0x2\nCall Trace:\n walk+0x1/0x2\n";
    assertThat(severity(oops).level()).isEqualTo(Severity.Level.TASK_KILLED);
    assertThat(
            severity(oops + "Kernel panic - not syncing: Fatal exception in interrupt\n").level())
        .isEqualTo(Severity.Level.MACHINE_DOWN);
    String warning =
        "WARNING: CPU: 1 PID: 2 at fs/x.c:10 broken+0x1/0x2\nCall Trace:\n broken+0x1/0x2\n";
    assertThat(severity(warning).level()).isEqualTo(Severity.Level.WARNING);
    assertThat(
            severity(warning + "Kernel panic - not syncing: kernel: panic_on_warn set ...\n")
                .level())
        .isEqualTo(Severity.Level.WARNING);
    assertThat(
            severity("INFO: task a:1 blocked for more than 120 seconds.\nCall Trace:\n f+0x1/0x2\n")
                .level())
        .isEqualTo(Severity.Level.STUCK);
  }
}
