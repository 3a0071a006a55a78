package org.inquest.diagnose.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.LogFacts;
import org.inquest.diagnose.rules.fault.AtomicSleepRule;
import org.inquest.diagnose.rules.fault.KernelBugRule;
import org.inquest.diagnose.rules.fault.KernelOopsRule;
import org.inquest.diagnose.rules.fault.KernelWarningRule;
import org.inquest.diagnose.rules.init.FreedInitCodeRule;
import org.inquest.diagnose.rules.memory.CheckerReportRule;
import org.inquest.diagnose.rules.memory.ListCorruptionRule;
import org.inquest.diagnose.rules.memory.OutOfMemoryRule;
import org.inquest.diagnose.rules.memory.UseAfterFreeRule;
import org.inquest.diagnose.rules.panic.KernelPanicRule;
import org.inquest.diagnose.rules.panic.RequestedDumpRule;
import org.inquest.diagnose.rules.panic.TaintRule;
import org.inquest.diagnose.rules.stack.StackOverflowRule;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.diagnose.verdict.Verdict.Found;
import org.junit.jupiter.api.Test;

/// The fault rules on console logs: what they say, and that no two speak of one fault.
class FaultRulesTest {
  private static final List<Rule> ALL =
      List.of(
          new KernelOopsRule(),
          new KernelBugRule(),
          new KernelWarningRule(),
          new AtomicSleepRule(),
          new FreedInitCodeRule(),
          new ListCorruptionRule(),
          new UseAfterFreeRule(),
          new CheckerReportRule(),
          new OutOfMemoryRule(),
          new StackOverflowRule(),
          new KernelPanicRule(),
          new RequestedDumpRule());

  private static final String BODY =
      """
      CPU: 1 PID: 42 Comm: writer Not tainted 6.1.0 #1
      RIP: 0010:inner.part.0+0x5/0x20 [mod]
      Call Trace:
       outer+0x10/0x20 [mod]
       vfs_write+0xc7/0x3f0
      """;

  private static CrashFacts facts(String log) {
    return LogFacts.of(log.lines().toList());
  }

  /// The findings of all rules; a text must not please two of them.
  private static List<Found> found(String log) {
    CrashFacts facts = facts(log);
    return ALL.stream()
        .flatMap(r -> r.examine(facts).stream())
        .filter(Found.class::isInstance)
        .map(Found.class::cast)
        .toList();
  }

  private static Found only(String log) {
    List<Found> found = found(log);
    assertEquals(1, found.size(), () -> found.toString());
    return found.getFirst();
  }

  @Test
  void nullPointerWrite() {
    Found found =
        only(
            "BUG: kernel NULL pointer dereference, address: 0000000000000018\n"
                + "#PF: error_code(0x0002) - not-present page\nOops: 0002 [#1] SMP\n"
                + BODY);
    assertEquals(
        "NULL pointer write: inner() of module mod, called from outer(), wrote to offset 24 (0x18)"
            + " of a NULL pointer in PID 42 (writer) on CPU 1",
        found.claim());
    assertEquals(Role.CAUSE, found.role());
    assertEquals(Confidence.CERTAIN, found.confidence());
  }

  @Test
  void errorPointerUserPointerAndNonsense() {
    assertTrue(fault("fffffffffffffff4").startsWith("Error number used as a pointer"));
    assertTrue(fault("fffffffffffffff4").contains("ERR_PTR(-12) (ENOMEM)"));
    assertTrue(fault("00007e0000001230").startsWith("User-space pointer"));
    assertTrue(fault("ffffc90000001000").startsWith("Bad kernel pointer"));
    assertTrue(protection("0x123456789abcde8").startsWith("Pointer that is no address"));
    // Just outside of what an error number can be.
    assertTrue(fault("fffffffffffff000").startsWith("Bad kernel pointer"));
  }

  private static String fault(String address) {
    String line = "BUG: unable to handle page fault for address: " + address;
    return only(line + "\nOops: 0002 [#1] SMP\n" + BODY).claim();
  }

  private static String protection(String address) {
    String line =
        "general protection fault, probably for non-canonical address " + address + ": 0000 [#1]";
    return only(line + "\n" + BODY).claim();
  }

  /// ERR_PTR(-19) + 12 is -7, and ERR_PTR(-19) + 24 is 5: only the instruction and its registers
  /// tell what the pointer was.
  @Test
  void instructionTellsWhichErrorAMemberWasReadFrom() {
    assertTrue(access("fffffffffffffff9", "<c7> 47 0c 01 00 00 00").contains("offset 12 (0xc) of"));
    assertTrue(access("fffffffffffffff9", "<c7> 47 0c 01 00 00 00").contains("ERR_PTR(-19)"));
    assertTrue(access("0000000000000005", "<8b> 47 18").startsWith("Error number used as"));
    // The registers do not lead to the address: the instruction is not the one that faulted.
    assertTrue(access("0000000000000006", "<8b> 47 18").startsWith("NULL pointer"));
    assertTrue(access("fffffffffffffff9", "<8b> 47 18").contains("ERR_PTR(-7)"));
    // A member before the start of a struct that is not there.
    assertTrue(access("fffffffffffffff8", "<8b> 43 f8").contains("offset -8 (-0x8) of a NULL"));
  }

  private static String access(String address, String code) {
    String body =
        BODY.replace(
            "Call Trace",
            "Code: 90 " + code + "\nRDI: ffffffffffffffed RBX: 0000000000000000\nCall Trace");
    String line = "BUG: unable to handle page fault for address: " + address;
    return only(line + "\nOops: 0000 [#1] SMP\n" + body).claim();
  }

  @Test
  void textThatWasUsedAsAPointerIsQuoted() {
    assertTrue(protection("0x656d20656874202c").contains("but text: \", the me\""));
    assertTrue(!protection("0x656d20656874200c").contains("text"));
  }

  @Test
  void whoCallsNullIsAskedAboutTheFunctionPointer() {
    String log =
        """
        BUG: kernel NULL pointer dereference, address: 0000000000000000
        #PF: error_code(0x0010) - not-present page
        Oops: 0010 [#1] SMP
        CPU: 1 PID: 42 Comm: writer Not tainted 6.1.0 #1
        RIP: 0010:0x0
        Call Trace:
         finish+0x10/0x20 [mod]
        """;
    assertTrue(only(log).claim().startsWith("Call of a NULL function pointer: finish()"));
    assertTrue(only(log).advice().getFirst().contains("which function pointer finish()"));
  }

  @Test
  void poisonTellsWhatWasFreed() {
    assertTrue(protection("0xdead000000000108").contains("used LIST_POISON1 + 0x8 as a pointer"));
    assertTrue(protection("0xdead0000000000d8").contains("LIST_POISON1 - 0x28"));
    assertTrue(protection("0xdead00000000012a").contains("LIST_POISON2 + 0x8"));
    assertTrue(protection("0x6b6b6b6b6b6b6b6b").startsWith("Use after free"));
    assertTrue(protection("0x6b6b6b6b6b6b6b83").contains("POISON_FREE (0x6b) + 0x18"));
    // Near misses: half a pattern, and an address far from any poison.
    assertTrue(protection("0x6b6b6b6b00000000").startsWith("Pointer that is no address"));
    assertTrue(protection("0xdead000000010000").startsWith("Pointer that is no address"));
  }

  /// 5.4 and 5.5 do not print the address of a general protection fault.
  @Test
  void registerTellsTheAddressThatOldKernelsDoNotPrint() {
    String log = "general protection fault: 0000 [#1] SMP PTI\n" + BODY;
    String registers = "RAX: dead000000000122 RBX: 0000000000000005 RCX: ffff888000001000\n";
    Found found = only(log.replace("Call Trace", registers + "Call Trace"));
    assertTrue(found.claim().contains("used LIST_POISON2 as a pointer"), found.claim());
    assertEquals(Confidence.LIKELY, found.confidence());
    String two = registers.replace("RBX: 0000000000000005", "RBX: 0123456789abcdef");
    assertTrue(
        only(log.replace("Call Trace", two + "Call Trace")).claim().contains("used a bad address"));
  }

  @Test
  void panicOfItsOwnNamesItsCaller() {
    Found found =
        only(
            """
            Kernel panic - not syncing: the tank is empty
            CPU: 1 PID: 42 Comm: writer Not tainted 6.1.0 #1
            Call Trace:
             dump_stack_lvl+0x44/0x5c
             panic+0x118/0x2f4
             check_tank+0x10/0x20 [mod]
            """);
    assertEquals(
        "The kernel panicked, called by check_tank() of module mod: the tank is empty",
        found.claim());
  }

  @Test
  void checkersAreQuoted() {
    Found found = only("BUG: KASAN: slab-use-after-free in f+0x1/0x2\nread of size 8\n");
    assertTrue(found.claim().contains("KASAN: slab-use-after-free in f+0x1/0x2"));
  }

  @Test
  void whoSleepsWithALockHeld() {
    String report =
        """
        BUG: scheduling while atomic: re/set/124/0x00000002
        Modules linked in: mod(OE)
        CPU: 1 PID: 124 Comm: re/set Tainted: G           OE      6.1.0 #1
        Call Trace:
         <TASK>
         dump_stack_lvl+0x44/0x5c
         __schedule_bug.cold+0x45/0x52
         __schedule+0x8a1/0x9b0
         schedule+0x5a/0xd0
         schedule_timeout+0x82/0x140
         msleep+0x29/0x40
         settle+0x10/0x20 [mod]
         reset+0x20/0x30 [mod]
        """;
    String panic = "Kernel panic - not syncing: scheduling while atomic: panic_on_warn set ...\n";
    Found found = only(report + panic);
    assertEquals(
        "Sleep where none is allowed: settle() of module mod, called from reset(), slept with a"
            + " spinlock held, or with preemption or interrupts off (preempt_count 0x2) in PID 124"
            + " (re/set) on CPU 1; panic_on_warn made it the end",
        found.claim());
    assertEquals(Confidence.CERTAIN, found.confidence());
    assertEquals(Confidence.POSSIBLE, only(report).confidence());
    assertTrue(found("BUG: scheduling while atomic: nonsense\n").isEmpty());
  }

  /// check_panic_on_warn() comes before the report's own trace.
  @Test
  void aSleepThatPanicsAtOnceIsToldFromThePanicsTrace() {
    Found found =
        only(
            """
            BUG: scheduling while atomic: resetter/125/0x00000002
            Modules linked in: mod(OE)
            Kernel panic - not syncing: scheduling while atomic: panic_on_warn set ...
            CPU: 1 PID: 125 Comm: resetter Tainted: G           OE      6.1.0 #1
            Call Trace:
             <TASK>
             dump_stack_lvl+0x44/0x5c
             panic+0x118/0x2f4
             check_panic_on_warn.cold+0xf/0x1e
             __schedule_bug.cold+0x3d/0x4e
             __schedule+0x804/0xa00
             schedule+0x5a/0xd0
             schedule_timeout+0x82/0x140
             msleep+0x29/0x40
             settle+0x10/0x20 [mod]
             reset+0x20/0x30 [mod]
            """);
    assertTrue(found.claim().contains("settle() of module mod, called from reset(), slept"));
    assertTrue(found.claim().contains("PID 125 (resetter) on CPU 1; panic_on_warn"));
  }

  /// As SLUB prints it with `slub_debug=FZU`.
  @Test
  void slubNamesWhoFreedTheObjectBefore() {
    Found found =
        only(
            """
            BUG kmalloc-64 (Tainted: G           OE     ): Object already free
            -----------------------------------------------------------------------------
            Allocated in send+0x27/0x60 [mod] age=1 cpu=0 pid=123
             __kmem_cache_alloc_node+0x10/0x20
            Freed in deliver+0x15/0x30 [mod] age=0 cpu=0 pid=123
             kfree+0x10/0x20
            Slab 0xffffea0000100000 objects=16 used=9 fp=0xffff888004000300
            Object 0xffff888004000300 @offset=768 fp=0x0000000000000000
            CPU: 1 PID: 123 Comm: sender Tainted: G    B      OE      6.1.0 #1
            FIX kmalloc-64: Object at 0xffff888004000300 not freed
            Freed in somebody's prose
            """);
    assertEquals(
        "Double free: an object of kmalloc-64, allocated in send() of module mod, was freed again"
            + " after deliver() of module mod had freed it",
        found.claim());
    List<String> lines =
        found.evidence().stream().map(e -> ((Evidence.LogLine) e).text()).skip(1).toList();
    assertEquals(
        List.of(
            "Allocated in send+0x27/0x60 [mod] age=1 cpu=0 pid=123",
            "Freed in deliver+0x15/0x30 [mod] age=0 cpu=0 pid=123",
            "Object 0xffff888004000300 @offset=768 fp=0x0000000000000000"),
        lines);
  }

  @Test
  void slubsLinesOfOlderKernelsBeginWithInfo() {
    String line = "-----------------------------------------------------------------------------\n";
    assertEquals(
        "Double free: an object of kmalloc-64, allocated in send() of module mod, was freed again"
            + " after deliver() of module mod had freed it",
        only("BUG kmalloc-64 (Tainted: G           OE    ): Object already free\n"
                + line
                + "INFO: Allocated in send+0x1f/0x2f [mod] age=1 cpu=0 pid=109\n"
                + "INFO: Freed in deliver+0xa/0x14 [mod] age=1 cpu=0 pid=109\n")
            .claim());
  }

  @Test
  void slubsOtherComplaintsSayWhatWasDone() {
    String line = "-----------------------------------------------------------------------------\n";
    assertTrue(
        only("BUG kmalloc-64 (Not tainted): Poison overwritten\n" + line)
            .claim()
            .startsWith("Write after free: an object of kmalloc-64 was written to"));
    assertTrue(
        only("BUG dentry (Not tainted): Right Redzone overwritten\n" + line)
            .claim()
            .startsWith("Write behind the end of an object of dentry"));
    assertEquals(
        "SLUB found an object of dentry broken: Freepointer corrupt",
        only("BUG dentry (Not tainted): Freepointer corrupt\n" + line).claim());
  }

  /// A double free leaves the slab's count wrong, which SLUB finds a moment later.
  @Test
  void whatSlubFindsLaterInTheSameCacheFollows() {
    String line = "-----------------------------------------------------------------------------\n";
    String first = "BUG kmalloc-64 (Tainted: G           OE     ): Object already free\n" + line;
    String count = " (Tainted: G    B      OE     ): Wrong object count. Counter is 6\n" + line;
    Found found = only(first + "BUG kmalloc-64" + count);
    assertEquals(
        "Double free: an object of kmalloc-64 was freed again after it was freed", found.claim());
    assertTrue(
        found.evidence().stream()
            .anyMatch(e -> ((Evidence.LogLine) e).text().contains("Wrong object count")));
    assertEquals(2, found(first + "BUG kmalloc-128" + count).size());
  }

  @Test
  void listCheckerIsNotTheCulprit() {
    Found found =
        only(
            """
            list_del corruption, ffff888000001000->next is LIST_POISON1 (dead000000000100)
            ------------[ cut here ]------------
            kernel BUG at lib/list_debug.c:53!
            invalid opcode: 0000 [#1] SMP
            CPU: 1 PID: 42 Comm: writer Not tainted 6.1.0 #1
            RIP: 0010:__list_del_entry_valid.cold+0x5c/0x6f
            Call Trace:
             __list_del_entry+0x9/0x21 [mod]
             remove_twice+0x6d/0xac [mod]
            """);
    assertTrue(found.claim().startsWith("List corruption: remove_twice() of module mod removed"));
  }

  /// Without CONFIG_BUG_ON_DATA_CORRUPTION the check only warns.
  @Test
  void listWarningIsAboutTheList() {
    String warning =
        """
        ------------[ cut here ]------------
        list_del corruption, ffff888000001000->next is LIST_POISON1 (dead000000000100)
        WARNING: CPU: 1 PID: 42 at lib/list_debug.c:52 __list_del_entry_valid_or_report+0x5/0x6
        CPU: 1 PID: 42 Comm: writer Not tainted 7.0.0 #1
        Call Trace:
         __list_del_entry+0x9/0x21 [mod]
         remove_twice+0x6d/0xac [mod]
        """;
    assertEquals(Confidence.POSSIBLE, only(warning).confidence());
    Found fatal = only(warning + "Kernel panic - not syncing: kernel: panic_on_warn set ...\n");
    assertEquals(Confidence.CERTAIN, fatal.confidence());
    assertTrue(
        fatal
            .claim()
            .startsWith(
                "List corruption: remove_twice() of module mod removed an entry from a list that it"
                    + " is not properly on in PID 42 (writer) on CPU 1: list_del corruption"),
        fatal.claim());
  }

  @Test
  void bugAndDivideAndStack() {
    assertTrue(
        only("kernel BUG at fs/x.c:7!\ninvalid opcode: 0000 [#1] SMP\n" + BODY)
            .claim()
            .contains("inner() of module mod, called from outer(), found a condition"));
    assertTrue(only("divide error: 0000 [#1] SMP\n" + BODY).claim().startsWith("Division by zero"));
    String deep = BODY + " inner+0x9/0x20 [mod]\n".repeat(9);
    Found overflow =
        only(
            "BUG: TASK stack guard page was hit at 0 (stack is 0..0)\nstack guard page: 0000 [#1]\n"
                + deep);
    assertTrue(
        overflow.claim().contains("inner() calls itself: 10 of 12 frames"), overflow.claim());
    // What it calls last may be the one that finds no room.
    String leaf = deep.replace("inner.part.0+0x5/0x20 [mod]", "vsnprintf+0x5/0x200");
    assertTrue(
        only("stack guard page: 0000 [#1]\n" + leaf)
            .claim()
            .contains("inner() of module mod calls itself: 9 of 12 frames"));
  }

  @Test
  void slabBugIsAFreeGoneWrong() {
    Found found =
        only(
            """
            kernel BUG at mm/slub.c:419!
            invalid opcode: 0000 [#1] SMP
            CPU: 1 PID: 42 Comm: writer Not tainted 6.1.0 #1
            RIP: 0010:__kmem_cache_free+0x284/0x2a0
            Call Trace:
             kfree+0x10/0x20
             release+0x52e/0x670 [mod]
            """);
    assertTrue(found.claim().contains("release() of module mod freed an object"));
  }

  @Test
  void laterOopsFollowsFromTheFirst() {
    String log =
        "BUG: kernel NULL pointer dereference, address: 8\nOops: 0002 [#1] SMP\n"
            + BODY
            + "---[ end trace 0 ]---\n"
            + "BUG: kernel NULL pointer dereference, address: 10\nOops: 0002 [#2] SMP\n"
            + BODY;
    List<Found> found = found(log);
    assertEquals(List.of(Role.CAUSE, Role.CONSEQUENCE), found.stream().map(Found::role).toList());
  }

  @Test
  void breakpointAndFetchOutsideOfInitCodeStaySilent() {
    FreedInitCodeRule rule = new FreedInitCodeRule();
    String padding = "int3: 0000 [#1] SMP\n" + BODY + "Code: cc cc cc <cc> cc cc cc\n";
    String nowhere =
        "BUG: unable to handle page fault for address: ffffffffc0592000\n"
            + "Oops: 0010 [#1] SMP\nRIP: 0010:0xffffffffc0592000\n";
    assertInstanceOf(Verdict.Clear.class, rule.examine(facts(padding)).getFirst());
    assertInstanceOf(Verdict.Clear.class, rule.examine(facts(nowhere)).getFirst());
  }

  @Test
  void warningIsAReasonOnlyIfItEndsTheKernel() {
    String warning =
        """
        ------------[ cut here ]------------
        the queue is full
        WARNING: CPU: 1 PID: 105 at kernel/x.c:28 check+0xba/0x110
        CPU: 1 PID: 105 Comm: poker Not tainted 6.1.0 #1
        """;
    assertEquals(Role.CONTEXT, only(warning).role());
    Found fatal = only(warning + "Kernel panic - not syncing: kernel: panic_on_warn set ...\n");
    assertEquals(Role.CAUSE, fatal.role());
    assertTrue(fatal.claim().contains("the queue is full"));
  }

  @Test
  void panicsThatAreReasonsAndPanicsThatAreNot() {
    Found init = only("Kernel panic - not syncing: Attempted to kill init! exitcode=0x0000000b\n");
    assertTrue(init.claim().contains("killed by signal 11 (SIGSEGV)"));
    assertEquals(Role.CAUSE, init.role());
    assertEquals(Role.TRIGGER, only("Kernel panic - not syncing: softlockup: hung tasks\n").role());
    Found nmi =
        only(
            "Uhhuh. NMI received for unknown reason 31 on CPU 0.\n"
                + "Kernel panic - not syncing: NMI: Not continuing\n");
    assertEquals(Role.TRIGGER, nmi.role());
    assertTrue(nmi.claim().startsWith("The panic is only the NMI that took the dump"));
  }

  @Test
  void outOfMemory() {
    String kill =
        "eat invoked oom-killer: gfp_mask=0x1, order=0\n"
            + "Out of memory: Killed process 105 (eat) total-vm:203496kB, anon-rss:202552kB\n";
    Found found = only(kill);
    assertEquals(Confidence.LIKELY, found.confidence());
    assertTrue(found.claim().contains("killed PID 105 (eat)"));
    assertTrue(found("Memory: 1024K/2048K available\n").isEmpty());
  }

  @Test
  void healthyLogPleasesNobody() {
    String boot =
        "Linux version 6.1.0\nWARNING: this machine has no RTC\nRun /init as init process\n";
    assertTrue(found(boot).isEmpty());
    // A log alone has no tainted_mask.
    assertInstanceOf(Verdict.NotApplicable.class, new TaintRule().examine(facts(boot)).getFirst());
  }
}
