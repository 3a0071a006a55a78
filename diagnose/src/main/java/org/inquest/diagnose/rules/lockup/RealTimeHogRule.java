package org.inquest.diagnose.rules.lockup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.SchedulerFacts;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.sched.RealTimeLimit;
import org.inquest.kernel.sched.RunQueue;

/// A real-time or deadline task runs without ever sleeping, and what has a lower priority does not
/// run at all: kernel threads that end RCU grace periods, handle soft interrupts and work queues,
/// or feed a hardware watchdog.
///
/// **How it shows.** The machine answers pings at most, logins hang, and a hardware watchdog or an
/// operator ends it by NMI. No soft lockup is reported, for the detector runs in stop tasks, which
/// come before real-time tasks. In the dump, a CPU's current task is `SCHED_FIFO`, `SCHED_RR` or
/// `SCHED_DEADLINE` and tasks on its run queue have waited for seconds. By default
/// `kernel.sched_rt_runtime_us` (since v6.12 the fair server) leaves other tasks one twentieth of
/// each second; the machine stops where that was switched off.
///
/// **What to do.** Make the task sleep or give it a normal policy; put the limit back.
///
/// A real-time task that merely runs is no finding: somebody must have waited for two seconds, or,
/// where throttling or the fair server still gives the others a share, the task must have been busy
/// for nearly all of its life and up to the end.
///
/// Reference: Documentation/scheduler/sched-rt-group.rst, sched(7).
public final class RealTimeHogRule implements Rule {
  /// For the scan.
  public RealTimeHogRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "lockup.real-time-hog",
        "Real-time task hogging CPUs",
        "real-time and deadline tasks that keep a CPU while other tasks wait for seconds");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    Optional<SchedulerFacts> scheduler = facts.scheduler();
    if (scheduler.isEmpty()) {
      return List.of(new Verdict.NotApplicable("needs the tasks and run queues of a dump"));
    }
    List<Hog> hogs = new ArrayList<>();
    for (RunQueue queue : scheduler.get().queues()) {
      Hog.of(scheduler.get(), queue).ifPresent(hogs::add);
    }
    if (hogs.isEmpty()) {
      return List.of(clear(scheduler.get()));
    }
    return List.of(found(scheduler.get(), hogs));
  }

  private static Verdict clear(SchedulerFacts facts) {
    int seen = facts.queues().size();
    int online = facts.onlineCpus();
    return seen == online
        ? new Verdict.Clear()
        : new Verdict.NotApplicable("only " + seen + " of " + online + " run queues are readable");
  }

  private static Verdict found(SchedulerFacts facts, List<Hog> hogs) {
    int online = facts.onlineCpus();
    boolean everywhere = hogs.size() == online;
    boolean starve = hogs.stream().anyMatch(Hog::starves);
    HogReport report = new HogReport(facts, hogs, everywhere);
    boolean machine = everywhere || report.starvesTheWholeMachine() || holdsUpRcu(facts, hogs);
    Confidence confidence =
        everywhere && starve
            ? Confidence.CERTAIN
            : machine ? Confidence.LIKELY : Confidence.POSSIBLE;
    return new Verdict.Found(
        Role.CAUSE,
        report.claim(),
        confidence,
        because(hogs, everywhere, machine, online - hogs.size()),
        report.evidence(),
        report.ruledOut(),
        advice(facts, hogs),
        subjects(hogs));
  }

  /// Whether RCU waits for one of these CPUs for as long as anybody starves there.
  private static boolean holdsUpRcu(SchedulerFacts facts, List<Hog> hogs) {
    try {
      return facts
          .rcu()
          .filter(rcu -> rcu.seconds() * 1_000_000_000L >= Hog.STARVED_NS)
          .map(rcu -> rcu.period().waitsForCpus())
          .filter(cpus -> hogs.stream().anyMatch(h -> cpus.contains(h.queue().cpu())))
          .isPresent();
    } catch (InquestException e) {
      return false;
    }
  }

  private static String because(List<Hog> hogs, boolean everywhere, boolean machine, int freeCpus) {
    if (hogs.stream().noneMatch(Hog::starves)) {
      return everywhere
          ? "other tasks still get a share, but the machine crawls"
          : "other tasks still get a share, and other CPUs are free";
    }
    String read =
        hogs.stream().allMatch(Hog::exact)
            ? "priorities, queues and waiting times were read from the run queues"
            : "priorities and queues were read from the run queues; how long each waits is taken from when it last ran";
    if (everywhere) {
      return read + ", and no CPU is left for other tasks";
    }
    String rest = freeCpus == 1 ? "one other CPU is free" : freeCpus + " other CPUs are free";
    return machine
        ? read
            + "; "
            + rest
            + ", but the whole machine needs what starves: RCU grace periods do not end"
        : read + "; " + rest + ", so the machine as a whole may have gone on";
  }

  private static List<String> advice(SchedulerFacts facts, List<Hog> hogs) {
    List<String> advice = new ArrayList<>();
    String names = Phrases.list(hogs, 3, h -> h.task().title());
    advice.add(
        "find out why "
            + names
            + " never sleep"
            + (hogs.size() == 1 ? "s" : "")
            + ", and who gave such a priority (chrt, sched_setscheduler(), LimitRTPRIO)");
    if (facts.realTimeLimit().map(RealTimeLimit::unlimited).orElse(false)) {
      advice.add(
          "set kernel.sched_rt_runtime_us back to 950000 (of 1000000), so that a runaway real-time task leaves 5 % of"
              + " the CPU to the rest");
    }
    return advice;
  }

  private static Set<Subject> subjects(List<Hog> hogs) {
    Set<Subject> subjects = new HashSet<>();
    for (Hog hog : hogs) {
      subjects.add(new Subject.CpuSubject(hog.queue().cpu()));
      subjects.add(new Subject.TaskSubject(hog.task().address(), hog.task().pid()));
      subjects.add(new Subject.CulpritSubject(hog.task().address(), hog.task().pid()));
      for (SchedulerFacts.Waiter waiter : hog.starved()) {
        subjects.add(new Subject.TaskSubject(waiter.task().address(), waiter.task().pid()));
      }
    }
    return subjects;
  }
}
