package org.inquest.formats.oops.detail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.inquest.formats.oops.detail.InjectedFailure.Link;
import org.junit.jupiter.api.Test;

final class DetailTest {
  private static final String KASAN =
      """
      BUG: KASAN: slab-out-of-bounds in fill+0x10/0x20
      Write of size 8 at addr ffff888012345680 by task worker/12
      Call Trace:
       fill+0x10/0x20
      Allocated by task 3:
       maker+0x1/0x2
      Freed by task 4:
       breaker+0x1/0x2
      The buggy address belongs to the object at ffff888012345600
       which belongs to the cache kmalloc-128 of size 128
      The buggy address is located 0 bytes to the right of
       128-byte region [ffff888012345600, ffff888012345680)
      """;

  private static final String LOCKDEP =
      """
      WARNING: possible circular locking dependency detected
      6.1.0 #1 Not tainted
      ------------------------------------------------------
      keeper/41 is trying to acquire lock:
      ffff888003c56a00 (&a->lock){+.+.}-{3:3}, at: take_a+0x10/0x20

      but task is already holding lock:
      ffff888003c56b00 (&b->lock){+.+.}-{3:3}, at: take_b+0x10/0x20

      the existing dependency chain (in reverse order) is:

      -> #1 (&b->lock){+.+.}-{3:3}:
             __lock_acquire+0x1/0x2
             mutex_lock_nested+0x1/0x2
             both+0x12/0x34

      -> #0 (&a->lock){+.+.}-{3:3}:
             lock_acquire+0x1/0x2
             take_a+0x10/0x20

      2 locks held by keeper/41:
       #0: ffff888003c56b00 (&b->lock){+.+.}-{3:3}, at: take_b+0x10/0x20
       #1: ffff888003c56c00 (rcu_read_lock){....}-{1:2}, at: look+0x1/0x2
      """;

  private static final String SPLAT =
      """
      FAULT_INJECTION: forcing a failure.
      name failslab, interval 1, probability 0, space 0, times 0
      CPU: 1 PID: 77 Comm: tester Not tainted 6.1.0 #1
      Call Trace:
       <TASK>
       dump_stack_lvl+0x1/0x2
       should_fail_ex+0x1/0x2
       ? guess+0x1/0x2
       should_failslab+0x1/0x2
       __kmem_cache_alloc_node+0x1/0x2
       kmalloc_trace+0x1/0x2
       make_it.constprop.0+0x10/0x20
       open_it+0x10/0x20
       __x64_sys_openat+0x1/0x2
       do_syscall_64+0x1/0x2
      """;

  private static <T extends Detail> T only(Class<T> family, String text) {
    List<Detail> all = Detail.of(text.lines().toList());
    assertThat(all).hasSize(1);
    return family.cast(all.getFirst());
  }

  private static InjectedFailure injected(int pid, String... report) {
    return InjectedFailure.of(SPLAT.lines().toList(), pid, List.of(report)).orElseThrow();
  }

  @Test
  void kasanNamesTheObject() {
    MemoryAccess access = only(MemoryAccess.class, KASAN);
    assertThat(access.write()).isTrue();
    assertThat(access.size()).isEqualTo(8);
    assertThat(access.cache()).isEqualTo("kmalloc-128");
    assertThat(access.offset()).hasValue(128);
    assertThat(access.allocatedBy()).isEqualTo(3);
    assertThat(access.freedBy()).isEqualTo(4);
    assertThat(access.words()).isEqualTo("0 bytes behind an object of 128 bytes of kmalloc-128");
    String before = KASAN.replace("addr ffff888012345680", "addr ffff8880123455fc");
    assertThat(only(MemoryAccess.class, before).words()).startsWith("4 bytes before an object");
  }

  @Test
  void kfenceNamesTheObject() {
    MemoryAccess access =
        only(
            MemoryAccess.class,
            """
            BUG: KFENCE: use-after-free read in walk+0x1/0x2
            Use-after-free read at 0xffff8880abcd0010 (in kfence-#25):
             walk+0x1/0x2
            kfence-#25: 0xffff8880abcd0000-0xffff8880abcd001f, size=32, cache=kmalloc-32
            allocated by task 10 on cpu 1 at 1.5s:
             maker+0x1/0x2
            freed by task 11 on cpu 1 at 1.6s:
             breaker+0x1/0x2
            """);
    assertThat(access.words()).isEqualTo("16 bytes into an object of 32 bytes of kmalloc-32");
    assertThat(access.allocatedBy()).isEqualTo(10);
    assertThat(access.freedBy()).isEqualTo(11);
  }

  @Test
  void slubNamesWhoAllocatedAndFreed() {
    SlabError error =
        only(
            SlabError.class,
            """
            BUG kmalloc-64 (Not tainted): Redzone overwritten
            0xffff888012345640-0xffff888012345647. First byte 0x41 instead of 0xcc
            Allocated in maker+0x10/0x20 [sick] age=7 cpu=1 pid=55
            Freed in breaker+0x10/0x20 age=9 cpu=0 pid=56
            Object 0xffff888012345600 @offset=1536 fp=0x0000000000000000
            """);
    assertThat(error.problem()).isEqualTo("Redzone overwritten");
    assertThat(error.object()).hasValue(0xffff888012345600L);
    assertThat(error.allocated().orElseThrow().by().module()).isEqualTo("sick");
    assertThat(error.freed().orElseThrow().pid()).isEqualTo(56);
  }

  @Test
  void lockdepsCircle() {
    LockUse use = only(LockUse.class, LOCKDEP);
    assertThat(use.pid()).isEqualTo(41);
    assertThat(use.wanted().orElseThrow().name()).isEqualTo("&a->lock");
    assertThat(use.holding().orElseThrow().at().orElseThrow().function()).isEqualTo("take_b");
    assertThat(use.chain()).extracting(LockUse.Link::number).containsExactly(1, 0);
    assertThat(use.chain().getFirst().at().orElseThrow().function()).isEqualTo("both");
    assertThat(use.held()).hasSize(1);
    assertThat(use.held().getFirst().locks())
        .extracting(HeldLock::name)
        .containsExactly("&b->lock", "rcu_read_lock");
    assertThat(use.held().getFirst().locks().getLast().address()).isEqualTo(0xffff888003c56c00L);
  }

  @Test
  void hungTaskAndItsLocksOwner() {
    List<Detail> all =
        Detail.of(
            """
            INFO: task keeper:41 blocked for more than 120 seconds.
            INFO: task keeper:41 is blocked on a mutex likely owned by task holder:42.
            task:keeper          state:D stack:12345 pid:41    tgid:41    ppid:1      flags:0x00004000
            Showing all locks held in the system:
            1 lock held by holder/42:
             #0: ffff888003c56b00 (&b->lock){+.+.}-{3:3}, at: take_b+0x10/0x20
            """
                .lines()
                .toList());
    assertThat(all)
        .contains(new HungTask("keeper", 41, 120, "D", 1, "mutex", "holder:42"))
        .anyMatch(detail -> detail instanceof LockUse use && use.held().getFirst().pid() == 42);
  }

  @Test
  void stallsOfRcu() {
    Stall stall =
        only(
            Stall.class,
            """
            rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:
            rcu: 	1-...!: (1 GPs behind) idle=c22/1/0x4000000000000000 softirq=1234/1235 fqs=12
            rcu: 	Tasks blocked on level-0 rcu_node (CPUs 0-1): P77/1:b..l
            	(detected by 0, t=10502 jiffies, g=2777, q=155 ncpus=2)
            rcu: rcu_preempt kthread starved for 10490 jiffies! g2777 f0x0 RCU_GP_WAIT_FQS(5) ->state=0x0 ->cpu=1
            """);
    assertThat(stall)
        .isEqualTo(
            new Stall(
                "rcu_preempt",
                false,
                false,
                List.of(1),
                List.of(77),
                0,
                10502,
                "2777",
                155,
                10490));
    Stall soon =
        only(
            Stall.class,
            "rcu: INFO: rcu_preempt detected expedited stalls on CPUs/tasks: { 1-...D P77 } 2641 jiffies s: 5673 root: 0x2/.\n");
    assertThat(soon.expedited()).isTrue();
    assertThat(soon.cpus()).containsExactly(1);
    assertThat(soon.tasks()).containsExactly(77);
    assertThat(soon.jiffies()).isEqualTo(2641);
  }

  @Test
  void lockups() {
    assertThat(only(Lockup.class, "watchdog: BUG: soft lockup - CPU#3 stuck for 22s! [a b:c:41]\n"))
        .isEqualTo(new Lockup(false, 3, 22, "a b:c", 41));
    assertThat(only(Lockup.class, "NMI watchdog: Watchdog detected hard LOCKUP on cpu 5\n").cpu())
        .isEqualTo(5);
    assertThat(only(Lockup.class, "CPU2: Watchdog detected hard LOCKUP on cpu 2\n").hard())
        .isTrue();
  }

  @Test
  void anInjectedFailureExplainsACrashOfItsFunction() {
    assertThat(injected(77, "use_it", "make_it", "open_it").link()).isEqualTo(Link.SAME_FUNCTION);
    assertThat(injected(77, "use_it", "make_it", "open_it").stack().getFirst().plainName())
        .isEqualTo("make_it");
    InjectedFailure later = injected(77, "clean_up", "open_it", "do_syscall_64");
    assertThat(later.link()).isEqualTo(Link.SAME_CALLER);
    assertThat(later.through()).isEqualTo("open_it");
    assertThat(injected(77, "close_it", "do_syscall_64").link()).isEqualTo(Link.SAME_TASK);
    assertThat(injected(78, "use_it", "make_it").link()).isEqualTo(Link.NONE);
    assertThat(injected(77, "make_it").name()).isEqualTo("failslab");
  }

  @Test
  void otherReportsHaveNoDetails() {
    assertThat(Detail.of(List.of("kernel BUG at mm/slub.c:1!", " f+0x1/0x2"))).isEmpty();
    assertThat(Detail.of(List.of())).isEmpty();
  }

  @Test
  void halvesAndNoiseAreHarmless() {
    Random random = new Random(6);
    for (String text : List.of(KASAN, LOCKDEP, SPLAT)) {
      for (int round = 0; round < 300; round++) {
        StringBuilder bent = new StringBuilder(text.substring(0, random.nextInt(text.length())));
        for (int i = 0; i < bent.length() / 20; i++) {
          bent.setCharAt(random.nextInt(bent.length()), (char) (32 + random.nextInt(95)));
        }
        List<String> lines = bent.toString().lines().toList();
        assertThat(Detail.of(lines).size()).isLessThan(8);
        InjectedFailure.of(lines, 77, List.of("open_it"));
      }
    }
  }
}
