package org.inquest.diagnose.rules.lockup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.DumpFacts;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.formats.oops.LogEvent;
import org.inquest.formats.oops.LogEventReader;
import org.inquest.formats.oops.LogLine;
import org.inquest.formats.testkit.SharedDumps;
import org.inquest.kernel.task.Task;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LockupRulesTest {
  private static final int FIFO = 1;
  private static final int NORMAL = 0;

  private static Verdict.Found found(Rule rule, CrashFacts facts) {
    List<Verdict> verdicts = rule.examine(facts);
    assertThat(verdicts).hasSize(1).first().isInstanceOf(Verdict.Found.class);
    return (Verdict.Found) verdicts.getFirst();
  }

  private static void clear(Rule rule, CrashFacts facts) {
    assertThat(rule.examine(facts)).containsExactly(new Verdict.Clear());
  }

  @Nested
  class RealTimeHog {
    private final Rule rule = new RealTimeHogRule();

    @Test
    void aTaskWhosePriorityTheDumpLacksIsNoHog() {
      FakeMachine machine = new FakeMachine(1).noThrottling();
      machine.runs(0, "lost", -1, 0, 60);
      machine.waits(0, "sshd", 120, 12.5);
      assertThat(rule.examine(machine)).doesNotHaveAnyElementsOfTypes(Verdict.Found.class);
    }

    @Test
    void hogsOnEveryCpuAreTheReason() {
      FakeMachine machine = new FakeMachine(2).noThrottling();
      Task first = machine.runs(0, "burner", FIFO, 0, 60);
      machine.runs(1, "burner", FIFO, 49, 60);
      Task starved = machine.waits(0, "ksoftirqd/0", 120, 30);
      machine.waits(1, "sshd", 120, 12.5);
      Verdict.Found found = found(rule, machine);
      assertThat(found.role()).isEqualTo(Role.CAUSE);
      assertThat(found.confidence()).isEqualTo(Confidence.CERTAIN);
      assertThat(found.claim())
          .contains("2 real-time tasks keep both CPUs to themselves")
          .contains("PID 102 (burner) with SCHED_FIFO 99 on CPU 0 in user mode")
          .contains("PID 103 (burner) with SCHED_FIFO 50 on CPU 1")
          .contains("2 ready tasks have not run for up to 30.0 s")
          .contains("sched_rt_runtime_us = -1");
      assertThat(found.subjects())
          .contains(
              new Subject.CpuSubject(0),
              new Subject.TaskSubject(first.address(), first.pid()),
              new Subject.TaskSubject(starved.address(), starved.pid()));
      assertThat(found.advice()).anyMatch(a -> a.contains("950000"));
    }

    @Test
    void oneHogOfManyCpusIsOnlyPossible() {
      FakeMachine machine = new FakeMachine(8).noThrottling();
      machine.runs(3, "burner", FIFO, 0, 60);
      machine.waits(3, "kworker/3:1", 120, 20);
      Verdict.Found found = found(rule, machine);
      assertThat(found.confidence()).isEqualTo(Confidence.POSSIBLE);
      assertThat(found.claim()).contains("CPU 3 of 8");
    }

    @Test
    void oneHogThatHoldsUpRcuIsLikely() {
      FakeMachine machine = new FakeMachine(8).noThrottling();
      machine.runs(3, "burner", FIFO, 0, 60);
      machine.waits(3, "kworker/3:1", 120, 20);
      machine.gracePeriodWaits(19, 0, List.of(3));
      assertThat(found(rule, machine).confidence()).isEqualTo(Confidence.LIKELY);
    }

    @Test
    void aRealTimeTaskThatMerelyRunsIsNoFinding() {
      FakeMachine machine = new FakeMachine(2);
      machine.runs(0, "audio", FIFO, 20, 500);
      clear(rule, machine);
      machine.waits(0, "sshd", 120, 0.3);
      clear(rule, machine);
    }

    @Test
    void normalTasksAreNeverHogs() {
      FakeMachine machine = new FakeMachine(1);
      machine.runs(0, "cc1", NORMAL, 120, 500);
      machine.waits(0, "cc1", 120, 30);
      clear(rule, machine);
    }

    @Test
    void whatIsMoreUrgentDoesNotStarveBehindIt() {
      FakeMachine machine = new FakeMachine(1);
      machine.runs(0, "audio", FIFO, 50, 500);
      machine.waits(0, "irq/9-acpi", 10, 30);
      clear(rule, machine);
    }

    @Test
    void aStopTaskInFrontDoesNotHideTheHog() {
      FakeMachine machine = new FakeMachine(1).noThrottling();
      machine.runs(0, "burner", FIFO, 0, 60);
      machine.waits(0, "sshd", 120, 30);
      machine.stopTaskRuns(0);
      assertThat(found(rule, machine).claim()).contains("burner").contains("ready to run");
    }

    @Test
    void theFairServersShareIsTold() {
      FakeMachine machine = new FakeMachine(1).fairServer(0.05);
      machine.runs(0, "burner", FIFO, 0, 60);
      machine.waits(0, "sshd", 120, 30);
      assertThat(found(rule, machine).claim())
          .contains("the fair server leaves other tasks 50 ms of every 1.0 s");
    }

    /// As kernels since v6.12 do, or with the default limit: nobody waits for long.
    @Test
    void hogsThatLeaveOthersAShareMakeTheMachineCrawl() {
      FakeMachine machine = new FakeMachine(2).fairServer(0.05).urgentLoad(980);
      machine.runs(0, "burner", FIFO, 0, 85);
      machine.runs(1, "burner", FIFO, 0, 85);
      machine.waits(1, "sshd", 120, 0.4);
      Verdict.Found found = found(rule, machine);
      assertThat(found.confidence()).isEqualTo(Confidence.LIKELY);
      assertThat(found.claim())
          .contains("2 real-time tasks take nearly all of both CPUs")
          .contains("PID 102 (burner) ran for 85.0 s of the 90.0 s since it started")
          .contains("the fair server leaves other tasks 50 ms of every 1.0 s");
      assertThat(found.evidence().toString()).doesNotContain("ready and waiting");
    }

    @Test
    void aBusyPastIsNoHog() {
      FakeMachine machine = new FakeMachine(1).fairServer(0.05).urgentLoad(200);
      machine.runs(0, "burner", FIFO, 0, 85);
      clear(rule, machine);
    }

    @Test
    void aDumpWithoutTasksIsNotFine() {
      assertThat(rule.examine(new NoScheduler(List.of())))
          .hasOnlyElementsOfType(Verdict.NotApplicable.class);
    }

    @Test
    void theLoopsOfARealDump() {
      try (Target target = TargetOpener.open(List.of(SharedDumps.dump("61-rtloop.kdump")))) {
        Verdict.Found found = found(rule, new DumpFacts(target));
        assertThat(found.confidence()).isEqualTo(Confidence.CERTAIN);
        assertThat(found.claim())
            .contains(
                "PID 102 (loop.sh) with SCHED_FIFO 99 on CPU 0 in user mode at busybox+0x12b4ce")
            .contains(
                "PID 104 (loop.sh) with SCHED_FIFO 99 on CPU 1 in user mode at busybox+0xeda6a")
            .contains("7 ready tasks have not run for up to 18.3 s")
            .contains("throttling is off");
        assertThat(found.evidence().toString())
            .contains("PID 15 (rcu_preempt) for 18.2 s (ends RCU grace periods)")
            .contains("PID 14 (ksoftirqd/0)");
        assertThat(found.ruledOut())
            .anyMatch(r -> r.contains("unknown_nmi_error") && r.contains("only took the dump"));
      }
    }

    @Test
    void theWatchdogsNmiOfARealDump() {
      try (Target target = TargetOpener.open(List.of(SharedDumps.dump("hacks-ipmi.kdump")))) {
        Verdict.Found found = found(rule, new DumpFacts(target));
        assertThat(found.claim())
            .contains("PID 54 (loop.sh) with SCHED_FIFO 99")
            .contains("PID 56 (loop.sh) with SCHED_FIFO 99");
        assertThat(found.evidence().toString()).contains("rcu_sched").contains("kworker/1:1");
        assertThat(found.ruledOut())
            .anyMatch(r -> r.contains("the IPMI watchdog's pre-timeout NMI (ipmi_nmi)"));
      }
    }
  }

  @Nested
  class Lockups {
    @Test
    void aLoopWithoutSchedulingIsASoftLockup() {
      FakeMachine machine = new FakeMachine(2);
      machine.runs(1, "modprobe", NORMAL, 120, 20);
      machine.inKernel(1, "busy_loop", false).stopTaskWaits(1, 9.6);
      Verdict.Found found = found(new SoftLockupRule(), machine);
      assertThat(found.role()).isEqualTo(Role.CAUSE);
      assertThat(found.claim())
          .contains("CPU 1")
          .contains("(modprobe)")
          .contains("9.6 s")
          .contains("busy_loop");
      clear(new HardLockupRule(), machine);
    }

    @Test
    void whoSpinsForALockIsAVictim() {
      FakeMachine machine = new FakeMachine(2);
      machine.runs(1, "modprobe", NORMAL, 120, 20);
      machine.inKernel(1, "native_queued_spin_lock_slowpath", false).stopTaskWaits(1, 5);
      Verdict.Found found = found(new SoftLockupRule(), machine);
      assertThat(found.role()).isEqualTo(Role.CONSEQUENCE);
      assertThat(found.claim()).contains("spins for a spinlock");
    }

    @Test
    void theVictimIsTiedToTheCpuThatIsStuckAndDoesNotSpin() {
      FakeMachine machine = new FakeMachine(3);
      machine.runs(1, "holder", NORMAL, 120, 20);
      machine.inKernel(1, "loop_irqs_off", true).clockStopped(1, 7.75);
      machine.runs(2, "second", NORMAL, 120, 20);
      machine.inKernel(2, "native_queued_spin_lock_slowpath", false).stopTaskWaits(2, 5);
      Verdict.Found cause = found(new HardLockupRule(), machine);
      Verdict.Found victim = found(new SoftLockupRule(), machine);
      assertThat(cause.subjects()).doesNotContain(new Subject.CpuSubject(2));
      assertThat(victim.subjects()).contains(new Subject.CpuSubject(1));
      assertThat(victim.evidence().toString()).contains("(holder) on CPU 1");
    }

    @Test
    void aLockupIsSoftAlsoIfAnInterruptWasJustBeingHandled() {
      FakeMachine machine = new FakeMachine(1);
      machine.runs(0, "modprobe", NORMAL, 120, 20);
      machine.inKernel(0, "lapic_next_event", true).stopTaskWaits(0, 9.6);
      assertThat(found(new SoftLockupRule(), machine).role()).isEqualTo(Role.CAUSE);
    }

    @Test
    void aStopTaskThatHasJustBeenWokenIsNoLockup() {
      FakeMachine machine = new FakeMachine(2);
      machine.runs(1, "modprobe", NORMAL, 120, 20);
      machine.inKernel(1, "busy_loop", false).stopTaskWaits(1, 0.001);
      clear(new SoftLockupRule(), machine);
    }

    @Test
    void interruptsOffAndNoTickIsAHardLockup() {
      FakeMachine machine = new FakeMachine(2);
      machine.runs(1, "holder", NORMAL, 120, 20);
      machine.inKernel(1, "loop_irqs_off", true).clockStopped(1, 7.75);
      Verdict.Found found = found(new HardLockupRule(), machine);
      assertThat(found.role()).isEqualTo(Role.CAUSE);
      assertThat(found.claim())
          .contains("CPU 1 has run with interrupts off for 7.8 s")
          .contains("loop_irqs_off");
      clear(new SoftLockupRule(), machine);
    }

    @Test
    void anIdleCpuMayStopItsClock() {
      clear(new HardLockupRule(), new FakeMachine(2).clockStopped(1, 60));
    }

    @Test
    void interruptsAreOffForAMomentAllTheTime() {
      FakeMachine machine = new FakeMachine(1);
      machine.runs(0, "dd", NORMAL, 120, 20);
      machine.inKernel(0, "_raw_write_unlock_irqrestore", true).clockStopped(0, 0.004);
      clear(new HardLockupRule(), machine);
    }

    @Test
    void realDumpsWithoutLockupsStayClear() {
      for (String name : List.of("61-mmapsem.kdump", "61-null.kdump", "61-rtloop.kdump")) {
        try (Target target = TargetOpener.open(List.of(SharedDumps.dump(name)))) {
          DumpFacts facts = new DumpFacts(target);
          clear(new SoftLockupRule(), facts);
          clear(new HardLockupRule(), facts);
        }
      }
    }
  }

  @Nested
  class Waiting {
    @Test
    void tasksAsleepForSecondsHang() {
      FakeMachine machine = new FakeMachine(1).sleeps("tar", 700, "submit_bio_wait");
      machine.sleeps("sync", 4, "submit_bio_wait");
      Verdict.Found found = found(new HungTaskRule(), machine);
      assertThat(found.role()).isEqualTo(Role.CONSEQUENCE);
      assertThat(found.claim())
          .contains("1 task has been in uninterruptible sleep for seconds: ")
          .contains("(tar) for 11 min 40 s in submit_bio_wait")
          .doesNotContain("sync");
    }

    @Test
    void aDiskThatAnswersIsNoHang() {
      clear(new HungTaskRule(), new FakeMachine(1).sleeps("dd", 0.02, "submit_bio_wait"));
    }

    @Test
    void theBlockedTasksOfARealDump() {
      try (Target target = TargetOpener.open(List.of(SharedDumps.dump("hacks-mincore.kdump")))) {
        Verdict.Found found = found(new HungTaskRule(), new DumpFacts(target));
        assertThat(found.claim()).contains("PID 51 (mapl)").contains("PID 53 (mapl)");
      }
    }

    @Test
    void aGracePeriodThatDoesNotEndNamesWhoHoldsItUp() {
      FakeMachine machine = new FakeMachine(2);
      Task thread = machine.waits(0, "rcu_preempt", 120, 18);
      machine.gracePeriodWaits(30, thread.address(), List.of(1));
      Verdict.Found found = found(new RcuStallRule(), machine);
      assertThat(found.confidence()).isEqualTo(Confidence.CERTAIN);
      assertThat(found.claim())
          .contains("has not ended for 30 s")
          .contains("CPU 1 has not passed a quiescent state")
          .contains("(rcu_preempt), which ends grace periods, is ready");
      assertThat(found.subjects()).contains(new Subject.CpuSubject(1), new Subject.CpuSubject(0));
    }

    @Test
    void whoLoopsInTheKernelIsTheReasonForAStall() {
      FakeMachine machine = new FakeMachine(2);
      Task reader = machine.runs(1, "reader", NORMAL, 120, 30);
      machine.inKernel(1, "route_find", false).gracePeriodWaits(22, 0, List.of(1));
      Verdict.Found found = found(new RcuStallRule(), machine);
      assertThat(found.role()).isEqualTo(Role.CAUSE);
      assertThat(found.confidence()).isEqualTo(Confidence.LIKELY);
      assertThat(found.claim()).contains("(reader) runs on CPU 1 in the kernel, in route_find");
      assertThat(found.subjects())
          .contains(new Subject.CulpritSubject(reader.address(), reader.pid()));
    }

    @Test
    void neitherWhoSpinsNorUserCodeNorAShortWaitIsTheReasonForAStall() {
      FakeMachine spins = new FakeMachine(2);
      spins.runs(1, "victim", NORMAL, 120, 30);
      spins.inKernel(1, "queued_spin_lock_slowpath", false);
      FakeMachine user = new FakeMachine(2);
      user.runs(1, "loop", FIFO, 0, 30);
      for (FakeMachine machine : List.of(spins, user)) {
        machine.gracePeriodWaits(22, 0, List.of(1));
        assertThat(found(new RcuStallRule(), machine).role()).isEqualTo(Role.CONSEQUENCE);
      }
      FakeMachine early = new FakeMachine(2);
      early.runs(1, "reader", NORMAL, 120, 30);
      early.inKernel(1, "route_find", false).gracePeriodWaits(10, 0, List.of(1));
      assertThat(found(new RcuStallRule(), early).role()).isEqualTo(Role.CONSEQUENCE);
    }

    @Test
    void aYoungGracePeriodIsNormal() {
      clear(new RcuStallRule(), new FakeMachine(2).gracePeriodWaits(1, 0, List.of(0, 1)));
    }
  }

  @Nested
  class Quiet {
    @Test
    void anIdleMachineIsToldAsContext() {
      Verdict.Found found = found(new IdleMachineRule(), new FakeMachine(2));
      assertThat(found.role()).isEqualTo(Role.CONTEXT);
      assertThat(found.claim()).contains("both CPUs ran the idle task");
    }

    @Test
    void aMachineWithASleeperOrAReadyTaskIsNotIdle() {
      clear(new IdleMachineRule(), new FakeMachine(2).sleeps("dd", 0.02, "io_schedule"));
      FakeMachine machine = new FakeMachine(2);
      machine.waits(1, "sshd", 120, 3);
      clear(new IdleMachineRule(), machine);
    }

    @Test
    void aRuleThatCouldNotSeeAllTasksDoesNotSayIdle() {
      assertThat(new IdleMachineRule().examine(new FakeMachine(2).lacks("run queue of CPU 1")))
          .hasOnlyElementsOfType(Verdict.NotApplicable.class);
    }

    @Test
    void manyReadyTasksAreLoad() {
      FakeMachine machine = new FakeMachine(1);
      machine.runs(0, "cc1", NORMAL, 120, 3);
      machine.waits(0, "cc1", 120, 0.1);
      clear(new LoadRule(), machine);
      machine.waits(0, "ld", 120, 0.2);
      assertThat(found(new LoadRule(), machine).claim())
          .contains("2 normal tasks were ready")
          .contains("none for more than 200 ms");
    }

    @Test
    void whoWaitsBehindARealTimeTaskIsNoLoad() {
      FakeMachine machine = new FakeMachine(1);
      machine.runs(0, "burner", FIFO, 0, 60);
      machine.waits(0, "cc1", 120, 30);
      machine.waits(0, "ld", 120, 30);
      clear(new LoadRule(), machine);
    }
  }

  private static final String SOFT =
      """
      [   17.831097] watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [poker:105]
      [   17.832989] RIP: 0010:busy_no_preempt+0x37/0x40 [havoc]
      """;
  private static final String HUNG =
      """
      [   18.340121] INFO: task clerk-a:102 blocked for more than 120 seconds.
      """;
  private static final String STALL =
      """
      [   29.178727] rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:
      """;

  private static List<LogEvent> events(String log) {
    LogEventReader reader = new LogEventReader();
    log.lines().map(LogLine::parse).forEach(reader::accept);
    return reader.events();
  }

  @Nested
  class Logs {
    @Test
    void whatTheKernelReportedIsEvidence() {
      FakeMachine machine = new FakeMachine(2);
      machine.runs(1, "poker", NORMAL, 120, 20);
      machine.inKernel(1, "busy_no_preempt", false).stopTaskWaits(1, 9.6);
      events(SOFT).forEach(machine::logs);
      assertThat(found(new SoftLockupRule(), machine).evidence().toString())
          .contains("soft lockup - CPU#1 stuck for 22s! [poker:105]");
    }

    @Test
    void aLockupThatIsOverIsContext() {
      FakeMachine machine = new FakeMachine(2);
      events(SOFT).forEach(machine::logs);
      events(STALL).forEach(machine::logs);
      Verdict.Found found = found(new SoftLockupRule(), machine);
      assertThat(found.role()).isEqualTo(Role.CONTEXT);
      assertThat(found.claim())
          .contains("CPU 1 was stuck for 22 s running PID 105 (poker) in busy_no_preempt [havoc]")
          .contains("it went on later");
      assertThat(found(new RcuStallRule(), machine).role()).isEqualTo(Role.CONTEXT);
    }

    @Test
    void aLogAloneIsEnough() {
      CrashFacts facts = new NoScheduler(events(SOFT + HUNG + STALL));
      assertThat(found(new SoftLockupRule(), facts).role()).isEqualTo(Role.CAUSE);
      assertThat(found(new RcuStallRule(), facts).role()).isEqualTo(Role.CONSEQUENCE);
      assertThat(found(new HungTaskRule(), facts).claim())
          .contains("1 task was blocked for long: PID 102 (clerk-a) for 120 s");
      clear(new HardLockupRule(), facts);
    }

    @Test
    void aReportedTaskCountsFromTheFirstSecond() {
      FakeMachine machine = new FakeMachine(2).sleeps("clerk-a", 3, "account_transfer");
      clear(new HungTaskRule(), machine);
      events(HUNG).forEach(machine::logs);
      assertThat(found(new HungTaskRule(), machine).evidence().toString())
          .contains("blocked for more than 120 seconds");
    }
  }

  /// Facts of a log alone.
  private record NoScheduler(List<LogEvent> events) implements CrashFacts {
    @Override
    public java.util.Optional<Target> target() {
      return java.util.Optional.empty();
    }

    @Override
    public java.util.Optional<org.inquest.kernel.task.Tasks> tasks() {
      return java.util.Optional.empty();
    }

    @Override
    public java.util.Optional<org.inquest.kernel.task.TaskStacks> stacks() {
      return java.util.Optional.empty();
    }

    @Override
    public List<String> gaps() {
      return List.of();
    }
  }
}
