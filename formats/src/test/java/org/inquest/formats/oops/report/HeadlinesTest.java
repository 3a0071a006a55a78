package org.inquest.formats.oops.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadlinesTest {
  private static final String FREED =
      """
      [   10.000001][ T12] BUG: KASAN: slab-use-after-free in list_walk+0x10/0x20
      [   10.000002][ T12] Read of size 8 at addr ffff888012345678 by task worker/12
      [   10.000003][ T12] CPU: 1 PID: 12 Comm: worker Tainted: G    B      6.1.0 #1
      [   10.000004][  C0] eth0: something else
      [   10.000005][ T12] Call Trace:
      [   10.000006][ T12]  <TASK>
      [   10.000007][ T12]  dump_stack_lvl+0x1/0x2
      [   10.000008][ T12]  kasan_report+0x1/0x2
      [   10.000009][ T12]  ? guess_only+0x1/0x2
      [   10.000010][ T12]  list_walk+0x10/0x20
      [   10.000011][ T12]  walk_all.constprop.0+0x10/0x20
      [   10.000012][ T12] Allocated by task 3:
      [   10.000013][ T12]  maker+0x1/0x2
      [   10.000014][ T12] Freed by task 4:
      [   10.000015][ T12]  breaker+0x1/0x2
      [   10.000016][ T12] Kernel panic - not syncing: panic_on_warn set ...
      """;

  private static final String STALL =
      """
      rcu: INFO: rcu_preempt self-detected stall on CPU
      Call Trace:
       <IRQ>
       dump_stack+0x1/0x2
       rcu_sched_clock_irq+0x1/0x2
       __hrtimer_run_queues+0x1/0x2
       apic_timer_interrupt+0x1/0x2
       </IRQ>
      RIP: 0010:innermost+0x1/0x2
       helper_of_driver+0x1/0x2
       driver_ioctl+0x1/0x2
       do_vfs_ioctl+0x1/0x2
       __x64_sys_ioctl+0x1/0x2
      """;

  private static List<LogReport> find(String text) {
    List<LogReport> found = new ArrayList<>();
    ReportFinder finder = new ReportFinder(found::add);
    text.lines().forEach(finder::accept);
    finder.end();
    return found;
  }

  private static Headline only(String text) {
    List<LogReport> found = find(text);
    assertEquals(1, found.size());
    return Headlines.of(found.getFirst());
  }

  @Test
  void useAfterFreeIsNamedByTheFunctionThatUses() {
    Headline headline = only(FREED.replace("list_walk", "group_walk"));
    assertEquals("KASAN: slab-use-after-free Read in group_walk", headline.title());
    assertEquals(List.of("bad-access in group_walk"), headline.alternatives());
    assertEquals("KASAN-USE-AFTER-FREE-READ", headline.type());
    assertEquals("", headline.corrupted());
    assertTrue(headline.panicked());
  }

  @Test
  void functionsThatDoAsToldAreNotToBlame() {
    assertEquals("walk_all", only(FREED.replace("list_walk", "__list_add")).frame());
  }

  @Test
  void reportsOfTwoCallersAreKeptApart() {
    String text =
        """
        [    1.000000][   T1] BUG: sleeping function called from invalid context at a.c:1
        [    1.000000][   T2] BUG: sleeping function called from invalid context at b.c:1
        [    1.000000][   T1] Call Trace:
        [    1.000000][   T2] Call Trace:
        [    1.000000][   T2]  second+0x1/0x2
        [    1.000000][   T1]  first+0x1/0x2
        """;
    List<LogReport> found = find(text);
    assertEquals(2, found.size());
    assertEquals("first", Headlines.of(found.get(0)).frame());
    assertEquals("second", Headlines.of(found.get(1)).frame());
  }

  @Test
  void stallIsNamedByWhatTheDispatcherCalled() {
    Headline headline = only(STALL);
    assertEquals("INFO: rcu detected stall in driver_ioctl", headline.title());
    assertEquals("HANG", headline.type());
  }

  @Test
  void warningWithoutStackIsCorrupted() {
    Headline headline = only("WARNING: CPU: 1 PID: 2 at fs/x.c:10 broken+0x1/0x2\n");
    assertEquals("WARNING in corrupted", headline.title());
    assertFalse(headline.corrupted().isEmpty());
  }

  @Test
  void bothFormsOfWarningsAreOne() {
    String stack = "Call Trace:\n broken+0x1/0x2\n";
    Headline old = only("WARNING: CPU: 1 PID: 2 at fs/x.c:10 broken+0x1/0x2\n" + stack);
    Headline since619 = only("WARNING: fs/x.c:10 at broken+0x1/0x2, CPU#1: init/1\n" + stack);
    assertEquals("WARNING in broken", old.title());
    assertEquals(old, since619);
  }

  @Test
  void injectedFailureInTheStackIsSaid() {
    String text =
        """
        WARNING: CPU: 1 PID: 2 at fs/x.c:10 broken+0x1/0x2
        Call Trace:
         should_fail+0x1/0x2
         broken+0x1/0x2
        """;
    assertFalse(only(text).corrupted().isEmpty());
  }

  @Test
  void harmlessWordsAreNoReports() {
    String text =
        """
        [    1.0] INFO: lockdep is turned off.
        [    1.000000] WARNING: the mand mount option is being deprecated and
        [    1.000000] ALSA: seq fatal error: cannot create timer (-22)
        [    1.000000] EXT4-fs (loop1): INFO: recovery required on readonly filesystem
        DEBUG: int3 in user space, general protection faults are explained elsewhere
        """;
    assertEquals(List.of(), find(text));
  }

  @Test
  void partsTellWhoAllocatedAndWhoFreed() {
    ReportParts parts = ReportParts.of(find(FREED).getFirst());
    assertEquals("maker", first(parts, ReportStack.Role.ALLOCATED));
    assertEquals("breaker", first(parts, ReportStack.Role.FREED));
    assertEquals("dump_stack_lvl", first(parts, ReportStack.Role.TRACE));
    assertEquals("B", parts.machine().taint());
    assertTrue(parts.stack(ReportStack.Role.TRACE).orElseThrow().frames().get(2).guess());
    assertEquals(
        "TASK", parts.stack(ReportStack.Role.TRACE).orElseThrow().frames().get(2).section());
  }

  private static String first(ReportParts parts, ReportStack.Role role) {
    return parts.stack(role).orElseThrow().frames().getFirst().place().function();
  }

  @Test
  void signatureSurvivesAnotherBuild() {
    String rebuilt =
        FREED
            .replace("0x10/0x20", "0x34/0x78")
            .replace(".constprop.0", ".isra.3")
            .replace("ffff888012345678", "ffff8880aaaaaaa8");
    assertEquals(signature(FREED), signature(rebuilt));
    assertNotEquals(signature(FREED), signature(FREED.replace("walk_all", "walk_some")));
  }

  private static String signature(String text) {
    LogReport report = find(text).getFirst();
    return Signature.of(Headlines.of(report), ReportParts.of(report));
  }

  @Test
  void lineOfManyMegabytesAndNoiseAreHarmless() {
    Random random = new Random(6);
    StringBuilder noise = new StringBuilder("BUG: KASAN: ");
    for (int i = 0; i < 200_000; i++) {
      noise.append((char) random.nextInt(256));
    }
    for (String text : List.of(noise.toString(), FREED + noise, STALL + noise + FREED)) {
      for (LogReport report : find(text)) {
        Headlines.of(report);
        ReportParts.of(report);
      }
    }
  }

  @Test
  void halfReportsHaveAHeadline() {
    for (int cut = 0; cut < FREED.length(); cut += 7) {
      find(FREED.substring(0, cut)).forEach(Headlines::of);
    }
  }
}
