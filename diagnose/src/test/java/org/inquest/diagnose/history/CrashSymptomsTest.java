package org.inquest.diagnose.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.Finding;
import org.inquest.diagnose.Rules;
import org.inquest.diagnose.history.Symptoms.Place;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict.Found;
import org.inquest.formats.oops.report.LogReport;
import org.inquest.formats.oops.report.ReportFinder;
import org.junit.jupiter.api.Test;

final class CrashSymptomsTest {
  private static final String OOPS =
      """
      [   10.123456] BUG: kernel NULL pointer dereference, address: 0000000000000008
      [   10.123456] #PF: supervisor read access in kernel mode
      [   10.123456] #PF: error_code(0x0000) - not-present page
      [   10.123456] Oops: 0000 [#1] PREEMPT SMP NOPTI
      [   10.123456] CPU: 0 PID: 77 Comm: sh Not tainted 6.1.0-13-amd64 #1 Debian 6.1.55-1
      [   10.123456] RIP: 0010:ring_put.isra.0+0x1a/0x40 [ring]
      [   10.123456] RSP: 0018:ffffc90000123e00 EFLAGS: 00010246
      [   10.123456] Call Trace:
      [   10.123456]  <TASK>
      [   10.123456]  ? __die_body+0x1a/0x60
      [   10.123456]  ring_write+0x33/0x90 [ring]
      [   10.123456]  vfs_write+0xc7/0x3f0
      [   10.123456]  do_syscall_64+0x58/0x80
      [   10.123456]  entry_SYSCALL_64_after_hwframe+0x63/0xcd
      [   10.123456]  </TASK>
      [   10.123456] ---[ end trace 0000000000000000 ]---
      """;

  @Test
  void aReportTellsFunctionsModulesTitleAndRelease() {
    Symptoms symptoms = symptoms(OOPS);
    assertThat(symptoms.functions()).containsExactly("ring_put", "ring_write", "vfs_write");
    assertThat(symptoms.modules()).containsExactly("ring");
    assertThat(symptoms.titles()).anyMatch(title -> title.contains("ring_put"));
    assertThat(symptoms.release().orElseThrow().tag()).isEqualTo("v6.1.55");
    assertThat(CrashKind.of(symptoms)).contains(CrashKind.NULL_POINTER);
    assertThat(symptoms.place()).isEmpty();
  }

  @Test
  void theFirstLineIsATitleWhereItNamesTheFunction() {
    String kasan =
        """
        [   10.123456] BUG: KASAN: use-after-free in ring_put+0x1a/0x40 [ring]
        [   10.123456] Read of size 8 at addr ffff888012345678 by task sh/77
        [   10.123456] Call Trace:
        [   10.123456]  kasan_report+0xad/0x130
        [   10.123456]  ring_put+0x1a/0x40 [ring]
        [   10.123456]  ring_write+0x33/0x90 [ring]
        """;
    assertThat(symptoms(kasan).titles())
        .contains("BUG: KASAN: use-after-free in ring_put")
        .hasSizeGreaterThan(1);
    assertThat(symptoms(kasan).functions()).containsExactly("ring_put", "ring_write");
    assertThat(symptoms(OOPS).titles()).noneMatch(title -> title.contains("address: 0000"));
  }

  @Test
  void aLineAtFaultIsTakenFromASymbolisedLog() {
    String named =
        OOPS.replace("ring_put.isra.0+0x1a/0x40", "ring_put+0x1a/0x40 drivers/misc/ring.c:41");
    assertThat(symptoms(named).place()).contains(new Place("drivers/misc/ring.c", 41));
    String built = OOPS.replace("[ring]", "/build/linux/fs/ring/ring.c:7");
    assertThat(symptoms(built).place()).contains(new Place("fs/ring/ring.c", 7));
  }

  @Test
  void aFindingTellsTheFunctionsOfItsStack() {
    FrameLine inner = FrameLine.running("__schedule+0x2f/0x9c0");
    FrameLine at = new FrameLine("residency_read+0x5/0x30 [residency]", true, "drivers/misc/r.c:9");
    FrameLine outer = FrameLine.calling("vfs_read+0x9f/0x1a0");
    Found found =
        new Found(
            Role.CAUSE,
            "a task sleeps in residency_read()",
            Confidence.CERTAIN,
            "seen",
            List.of(new Evidence.Frames("PID 1", List.of(inner, at, outer), "")),
            List.of(),
            List.of(),
            Set.of());
    Finding finding = new Finding(Rules.all().getFirst().info(), found, List.of(), "");
    Symptoms symptoms = CrashSymptoms.of(finding, KernelRelease.parse("6.1.20"));
    assertThat(symptoms.functions()).containsExactly("residency_read", "vfs_read");
    assertThat(symptoms.place()).contains(new Place("drivers/misc/r.c", 9));
    assertThat(symptoms.modules()).containsExactly("residency");
    assertThat(symptoms.release().map(KernelRelease::tag)).isEqualTo(Optional.of("v6.1.20"));
  }

  @Test
  void theLogsFirstLineTellsTheReleaseBetter() {
    Symptoms symptoms =
        CrashSymptoms.of(report(OOPS), KernelRelease.parse("6.1.60"), place -> List.of());
    assertThat(symptoms.release().orElseThrow().tag()).isEqualTo("v6.1.60");
  }

  private static Symptoms symptoms(String log) {
    return CrashSymptoms.of(report(log), Optional.empty(), place -> List.of());
  }

  private static LogReport report(String log) {
    List<LogReport> found = new ArrayList<>();
    ReportFinder finder = new ReportFinder(found::add);
    log.lines().forEach(finder::accept);
    finder.end();
    return found.getFirst();
  }
}
