package org.inquest.diagnose.oops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.Diagnosis;
import org.inquest.diagnose.verdict.Verdict.Found;
import org.junit.jupiter.api.Test;

/// What is concluded from reports that only their text tells.
class LoggedReportsTest {
  private static List<Found> conclude(String log) throws IOException {
    byte[] text = log.getBytes(StandardCharsets.UTF_8);
    LogStory story = LogStoryReader.read(new ByteArrayInputStream(text));
    return Diagnosis.of(story.boots().getFirst().facts(Optional.empty())).findings().stream()
        .map(finding -> finding.found())
        .toList();
  }

  @Test
  void whoUsedAndWhoFreedAnObject() throws IOException {
    Found found =
        conclude(
                """
                BUG: KASAN: slab-use-after-free in reader_work+0x1a/0x40
                Read of size 8 at addr ffff888100000018 by task worker/7

                CPU: 0 PID: 7 Comm: worker Not tainted 6.6.0 #1
                Call Trace:
                 <TASK>
                 dump_stack_lvl+0x4b/0x70
                 kasan_report+0xc1/0xf0
                 reader_work+0x1a/0x40
                 worker_thread+0x1a/0x40
                 </TASK>

                Allocated by task 5:
                 kasan_save_stack+0x33/0x60
                 __kmalloc+0x10/0x20
                 make_session+0x1c/0x30

                Freed by task 6:
                 kasan_save_stack+0x33/0x60
                 kfree+0x10/0x20
                 drop_session+0x1c/0x30

                The buggy address belongs to the object at ffff888100000000
                 which belongs to the cache kmalloc-64 of size 64
                """)
            .getFirst();
    assertThat(found.claim())
        .isEqualTo(
            "Use after free: reader_work() read 8 bytes 24 bytes into an object of 64 bytes of"
                + " kmalloc-64, which drop_session() had freed in PID 6 and make_session() had"
                + " allocated in PID 7 (worker)");
    assertThat(found.advice().getFirst()).contains("hold drop_session() against reader_work()");
  }

  @Test
  void whichLocksInWhichOrder() throws IOException {
    Found found =
        conclude(
                """
                WARNING: possible circular locking dependency detected
                6.6.0 #1 Not tainted
                ------------------------------------------------------
                worker/7 is trying to acquire lock:
                ffff888100000000 (&a->lock){+.+.}-{3:3}, at: take_a+0x1/0x20

                but task is already holding lock:
                ffff888100000100 (&b->lock){+.+.}-{3:3}, at: take_b+0x1/0x20

                which lock already depends on the new lock.

                the existing dependency chain (in reverse order) is:

                -> #1 (&b->lock){+.+.}-{3:3}:
                       __mutex_lock+0x1/0x20
                       other_b+0x1/0x20

                -> #0 (&a->lock){+.+.}-{3:3}:
                       __lock_acquire+0x1/0x20
                       lock_acquire+0x1/0x20
                       __mutex_lock+0x1/0x20
                       take_a+0x1/0x20

                stack backtrace:
                CPU: 0 PID: 7 Comm: worker Not tainted 6.6.0 #1
                Call Trace:
                 take_a+0x1/0x20
                 worker_thread+0x1/0x20
                """)
            .getFirst();
    assertThat(found.claim())
        .startsWith("Possible deadlock: PID 7 (worker) takes &a->lock in take_a() while it holds")
        .contains("&b->lock, taken by take_b(); elsewhere the order is &a->lock in take_a(), then")
        .endsWith("&b->lock in other_b()");
  }

  /// No vmlinux: the code bytes, the registers and the splat before the oops have to do.
  @Test
  void aFailureThatWasInjectedExplainsTheOops() throws IOException {
    String log =
        """
        FAULT_INJECTION: forcing a failure.
        name failslab, interval 1, probability 100, space 0, times 1
        CPU: 1 PID: 58 Comm: rm Not tainted 6.1.0 #1
        Call Trace:
         dump_stack_lvl+0x34/0x48
         should_fail_ex+0x1/0x20
         should_failslab+0x1/0x20
         kmem_cache_alloc+0x1/0x20
         remember+0x12/0x40
         __x64_sys_unlink+0x1a/0x20
        BUG: kernel NULL pointer dereference, address: 0000000000000028
        #PF: supervisor write access in kernel mode
        #PF: error_code(0x0002) - not-present page
        Oops: 0002 [#1] SMP
        CPU: 1 PID: 58 Comm: rm Not tainted 6.1.0 #1
        RIP: 0010:remember+0x16/0x40
        Code: 90 90 90 90 <89> 79 28 c3 90 90
        RSP: 0018:ffffc90000123f00 EFLAGS: 00010246
        RAX: 0000000000000000 RBX: 0000000000000000 RCX: 0000000000000000
        RDI: 0000000000000001
        CR2: 0000000000000028
        Call Trace:
         __x64_sys_unlink+0x1a/0x20
        ---[ end trace 0000000000000000 ]---
        """;
    Found found = conclude(log).getFirst();
    assertThat(found.claim()).startsWith("NULL pointer write: remember()");
    assertThat(found.evidence().toString())
        .contains("failslab had made a call in remember() fail before")
        .contains("is the one that crashed");
  }

  private static final String LATE =
      """
      BUG: unable to handle page fault for address: ffffffffc0592000
      #PF: supervisor instruction fetch in kernel mode
      #PF: error_code(0x0010) - not-present page
      Oops: 0010 [#1] PREEMPT SMP NOPTI
      CPU: 0 PID: 106 Comm: poker Tainted: G           OE      6.1.0-56-cloud-amd64 #1
      RIP: 0010:0xffffffffc0592000
      Code: Unable to access opcode bytes at 0xffffffffc0591fd6.
      RSP: 0018:ffffd30080403b28 EFLAGS: 00010246
      RAX: ffffffffc0592000 RBX: ffffd30080403b58 RCX: 0000000000000000
      CR2: ffffffffc0592000
      Call Trace:
       <TASK>
       ? call_late+0x38/0x46 [havoc]
       ? vfs_write+0xc7/0x3f0
       </TASK>
      Modules linked in: havoc(OE) virtio_blk%s
      """;

  @Test
  void aModulesInitCodeThatWasFreed() throws IOException {
    Found found = conclude(LATE.formatted("")).getFirst();
    assertThat(found.claim())
        .startsWith("Freed init code executed: call_late() of module havoc called address")
        .contains("__init code of module havoc");
    Found other = conclude(LATE.formatted(" [last unloaded: gone]")).getFirst();
    assertThat(other.claim()).doesNotContain("init code");
  }
}
