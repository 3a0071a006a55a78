package org.inquest.formats.oops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.inquest.formats.oops.LogEvent.Complaint;
import org.inquest.formats.oops.LogEvent.HungTask;
import org.inquest.formats.oops.LogEvent.InitFreed;
import org.inquest.formats.oops.LogEvent.Lockup;
import org.inquest.formats.oops.LogEvent.OomInvoked;
import org.inquest.formats.oops.LogEvent.OomKilled;
import org.inquest.formats.oops.LogEvent.Panic;
import org.inquest.formats.oops.LogEvent.Request;
import org.inquest.formats.oops.LogEvent.TrapReport;
import org.inquest.formats.oops.LogEvent.Warning;
import org.junit.jupiter.api.Test;

class LogEventReaderTest {
  private static List<LogEvent> read(String text) {
    LogEventReader reader = new LogEventReader();
    text.lines().map(LogLine::parse).forEach(reader::accept);
    return reader.events();
  }

  private static final String OLD_OOPS =
      """
      [    4.404811] BUG: kernel NULL pointer dereference, address: 0000000000000018
      [    4.405172] #PF: supervisor write access in kernel mode
      [    4.405297] #PF: error_code(0x0002) - not-present page
      [    4.405465] PGD 106a0067 P4D 106a0067 PUD 106a1067 PMD 0
      [    4.405814] Oops: 0002 [#1] PREEMPT SMP NOPTI
      [    4.406036] CPU: 3 PID: 12 Comm: two words Kdump: loaded Tainted: G           OE      6.1.0-x #1
      [    4.406424] RIP: 0010:free_it.constprop.0+0xa/0x20 [mod]
      [    4.406424] Code: 90 90 e8 06 ff ff ff <48> c7 40 18 00
      [    4.406424] RSP: 0018:ffffd38840013bf8 EFLAGS: 00000246
      [    4.406424] RAX: 0000000000000000 RBX: 0000000000000005 RCX: 0000000000000001
      [    4.406424] CR2: 0000000000000018 CR3: 000000001041a000 CR4: 00000000000006b0
      [    4.406424] Call Trace:
      [    4.406424]  <TASK>
      [    4.406424]  trigger+0x3db/0x4ef [mod]
      [    4.406424]  ? path_openat+0xa7d/0x1260
      [    4.406424]  vfs_write+0xc7/0x3f0
      [    4.406424] RIP: 0033:0x47b7a0
      [    4.406424] RAX: ffffffffffffffda RBX: 0000000000000001 RCX: 000000000047b7a0
      [    4.406424]  </TASK>
      [    4.406424] Modules linked in: mod(OE)
      """;

  @Test
  void pageFaultIsOneReportWithItsBody() {
    List<LogEvent> events = read(OLD_OOPS);
    assertEquals(1, events.size());
    TrapReport oops = assertInstanceOf(TrapReport.class, events.getFirst());
    assertEquals(Trap.PAGE_FAULT, oops.trap());
    assertEquals(OptionalLong.of(0x18), oops.address());
    assertEquals(OptionalInt.of(2), oops.errorCode());
    assertEquals(1, oops.number());
    assertEquals(4.404811, oops.line().seconds(), 1e-9);
    assertEquals(
        "BUG: kernel NULL pointer dereference, address: 0000000000000018", oops.line().text());
    TaskLine task = oops.body().task().orElseThrow();
    assertEquals(new TaskLine(3, 12, "two words", "GOE", "6.1.0-x #1"), task);
    CodePlace at = oops.body().at().orElseThrow();
    assertEquals("free_it", at.plainName());
    assertEquals("mod", at.module());
    assertEquals(0xa, at.offset());
    CodeBytes code = oops.body().code().orElseThrow();
    assertEquals(0x48, code.bytes()[code.mark()]);
    // The user's registers come later and must not replace the kernel's.
    assertEquals(0L, oops.body().registers().get("rax"));
    assertEquals(0xffffd38840013bf8L, oops.body().registers().get("rsp"));
    assertEquals(3, oops.body().trace().size());
    assertTrue(oops.body().trace().get(1).guess());
    assertEquals("TASK", oops.body().trace().get(2).section());
    assertEquals("mod(OE)", oops.body().modules());
  }

  @Test
  void newKernelsSayOopsTwice() {
    List<LogEvent> events =
        read(
            """
            BUG: unable to handle page fault for address: ffffc90000001000
            #PF: error_code(0x0000) - not-present page
            Oops: Oops: 0000 [#2] SMP NOPTI
            CPU: 0 UID: 0 PID: 117 Comm: poker Not tainted 7.2.0 #1 PREEMPT(lazy)
            RIP: 0010:[<ffffffff81001234>] old_form+0x1/0x2
            """);
    TrapReport oops = assertInstanceOf(TrapReport.class, events.getFirst());
    assertEquals(Trap.PAGE_FAULT, oops.trap());
    assertEquals(2, oops.number());
    assertEquals(OptionalLong.of(0xffffc90000001000L), oops.address());
    assertEquals(117, oops.body().task().orElseThrow().pid());
    assertEquals("7.2.0 #1 PREEMPT(lazy)", oops.body().task().orElseThrow().release());
    assertEquals(0xffffffff81001234L, oops.body().at().orElseThrow().address());
  }

  @Test
  void everyTrapHasItsKind() {
    assertEquals(Trap.DIVIDE, trap("divide error: 0000 [#1] PREEMPT SMP"));
    assertEquals(Trap.GENERAL_PROTECTION, trap("general protection fault: 0000 [#1] SMP"));
    assertEquals(Trap.DIVIDE, trap("Oops: divide error: 0000 [#1] SMP"));
    assertEquals(Trap.BREAKPOINT, trap("int3: 0000 [#1] SMP"));
    assertEquals(Trap.INVALID_OPCODE, trap("invalid opcode: 0000 [#1] SMP"));
    assertEquals(Trap.STACK_OVERFLOW, trap("stack guard page: 0000 [#1] SMP"));
    assertEquals(Trap.DOUBLE_FAULT, trap("PANIC: double fault, error_code: 0x0"));
    assertEquals(Trap.STACK_SEGMENT, trap("stack segment: 0000 [#1] SMP"));
    assertEquals(Trap.ALIGNMENT, trap("alignment check: 0000 [#1] SMP"));
    String poison = "non-canonical address 0xdead000000000108: 0000 [#1] SMP";
    TrapReport gp =
        (TrapReport) read("general protection fault, probably for " + poison).getFirst();
    assertEquals(OptionalLong.of(0xdead000000000108L), gp.address());
  }

  private static Trap trap(String line) {
    return assertInstanceOf(TrapReport.class, read(line).getFirst()).trap();
  }

  @Test
  void bugTakesItsComplaintAlong() {
    List<LogEvent> events =
        read(
            """
            list_del corruption, ffff8a31d8ec69e8->next is LIST_POISON1 (dead000000000100)
            ------------[ cut here ]------------
            kernel BUG at lib/list_debug.c:53!
            invalid opcode: 0000 [#1] PREEMPT SMP NOPTI
            CPU: 1 PID: 106 Comm: poker Not tainted 6.1.0 #1
            """);
    assertEquals(2, events.size());
    assertEquals(Complaint.Kind.LIST, ((Complaint) events.get(0)).kind());
    TrapReport bug = assertInstanceOf(TrapReport.class, events.get(1));
    assertEquals(Trap.BUG, bug.trap());
    assertEquals("lib/list_debug.c:53", bug.place());
    assertEquals(Optional.of(events.get(0)), bug.complaint());
    assertEquals("kernel BUG at lib/list_debug.c:53!", bug.line().text());
  }

  @Test
  void complaintLongBeforeIsNotTheBugs() {
    String noise = "usb 1-1: new device\n".repeat(20);
    List<LogEvent> events =
        read("list_add corruption. prev is NULL\n" + noise + "kernel BUG at fs/x.c:1!\n");
    assertEquals(Optional.empty(), ((TrapReport) events.get(1)).complaint());
  }

  @Test
  void warningsOfBothForms() {
    Warning old =
        (Warning)
            read("""
            ------------[ cut here ]------------
            refcount_t: underflow; use-after-free.
            WARNING: CPU: 1 PID: 105 at lib/refcount.c:28 refcount_warn_saturate+0xba/0x110
            """)
                .getLast();
    assertEquals("lib/refcount.c:28", old.place());
    assertEquals("refcount_t: underflow; use-after-free.", old.message());
    assertEquals("refcount_warn_saturate", old.function().orElseThrow().function());
    Warning now =
        (Warning)
            read("WARNING: [n > 3] kernel/x.c:28 at check+0xba/0x110, CPU#1: poker/105").getLast();
    assertEquals("kernel/x.c:28", now.place());
    assertEquals("check", now.function().orElseThrow().function());
    assertEquals(List.of(), read("WARNING: this machine has no RTC"));
  }

  @Test
  void watchdogsAndOom() {
    List<LogEvent> events =
        read(
            """
            Freeing unused kernel image (initmem) memory: 2612K
            watchdog: BUG: soft lockup - CPU#1 stuck for 10s! [a:b:105]
            NMI watchdog: Watchdog detected hard LOCKUP on cpu 3
            rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:
            INFO: task clerk-a:102 blocked for more than 5 seconds.
            eat invoked oom-killer: gfp_mask=0x140dca(X), order=0
            Out of memory: Killed process 105 (eat) total-vm:203496kB, anon-rss:202552kB
            Memory cgroup out of memory: Killed process 7 (job) total-vm:1kB
            sysrq: Trigger a crash
            Uhhuh. NMI received for unknown reason 31 on CPU 0.
            Kernel panic - not syncing: hung_task: blocked tasks
            """);
    assertInstanceOf(InitFreed.class, events.get(0));
    Lockup soft = (Lockup) events.get(1);
    assertEquals(List.of(1, 105, "a:b"), List.of(soft.cpu(), soft.pid(), soft.comm()));
    assertEquals(OptionalInt.of(10), soft.seconds());
    assertEquals(3, ((Lockup) events.get(2)).cpu());
    assertEquals(Lockup.Kind.RCU, ((Lockup) events.get(3)).kind());
    HungTask hung = (HungTask) events.get(4);
    assertEquals(102, hung.pid());
    assertEquals(5, hung.seconds());
    assertEquals("eat", ((OomInvoked) events.get(5)).invoker());
    OomKilled killed = (OomKilled) events.get(6);
    assertEquals(105, killed.pid());
    assertEquals("eat", killed.comm());
    assertEquals(OptionalLong.of(202552), killed.anonymousKilobytes());
    assertTrue(((OomKilled) events.get(7)).cgroup());
    assertEquals(Request.Kind.SYSRQ_CRASH, ((Request) events.get(8)).kind());
    assertEquals(Request.Kind.UNKNOWN_NMI, ((Request) events.get(9)).kind());
    assertEquals("hung_task: blocked tasks", ((Panic) events.get(10)).reason());
  }

  @Test
  void callersThatInterleaveAreKeptApart() {
    List<LogEvent> events =
        read(
            """
            [    1.000000][  T10] BUG: kernel NULL pointer dereference, address: 0000000000000008
            [    1.000001][    C1] watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [x:9]
            [    1.000002][  T10] Oops: 0002 [#1] SMP
            [    1.000003][    C1] CPU: 1 PID: 9 Comm: x Not tainted 6.1.0 #1
            [    1.000004][  T10] CPU: 0 PID: 10 Comm: y Not tainted 6.1.0 #1
            """);
    assertEquals(2, events.size());
    assertEquals(10, ((TrapReport) events.get(0)).body().task().orElseThrow().pid());
    assertEquals(9, ((Lockup) events.get(1)).body().task().orElseThrow().pid());
  }

  /// Whatever a log holds, reading ends without an exception: lines cut anywhere, and noise.
  @Test
  void noiseIsHarmless() {
    String[] lines = OLD_OOPS.split("\n");
    LogEventReader reader = new LogEventReader();
    for (String line : lines) {
      for (int cut = 0; cut <= line.length(); cut++) {
        reader.accept(LogLine.parse(line.substring(0, cut)));
        reader.accept(LogLine.parse(line.substring(cut)));
      }
    }
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder line = new StringBuilder(lines[random.nextInt(lines.length)]);
      line.setCharAt(random.nextInt(line.length()), (char) random.nextInt(0x200));
      reader.accept(LogLine.parse(line.toString()));
    }
    assertTrue(reader.events().size() > 1);
  }
}
