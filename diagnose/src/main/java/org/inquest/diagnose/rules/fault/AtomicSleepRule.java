package org.inquest.diagnose.rules.fault;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.fault.FaultVerdicts;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.formats.oops.LogEvent;
import org.inquest.formats.oops.LogEvent.AtomicSleep;
import org.inquest.formats.oops.TaskLine;
import org.inquest.formats.oops.TraceLine;
import org.inquest.kernel.panic.Ending;

/// A task slept where it must not: with a spinlock held, with preemption or interrupts off.
///
/// How it shows: `BUG: scheduling while atomic: COMM/PID/PREEMPT_COUNT` and, with
/// CONFIG_DEBUG_ATOMIC_SLEEP, `BUG: sleeping function called from invalid context`. The machine
/// goes on, unless `panic_on_warn` is set; whoever wants the spinlock meanwhile spins.
///
/// What to do: find the function of the trace that takes the lock, and the call that sleeps below
/// it: an allocation with GFP_KERNEL, a mutex, a copy to user memory, msleep().
///
/// Reference: kernel/sched/core.c `__schedule_bug()`, `__might_resched()`.
public final class AtomicSleepRule implements Rule {
  private static final int MAX_FRAMES = 12;

  /// What shows the stack, and the ways to sleep: who calls them is of interest.
  private static final Set<String> MACHINERY =
      Set.of(
          "panic",
          "vpanic",
          "check_panic_on_warn",
          "dump_stack",
          "dump_stack_lvl",
          "show_stack",
          "__schedule_bug",
          "__schedule",
          "schedule",
          "preempt_schedule",
          "preempt_schedule_common",
          "preempt_schedule_thunk",
          "__cond_resched",
          "__might_resched",
          "__might_sleep",
          "__might_fault",
          "msleep",
          "msleep_interruptible",
          "usleep_range_state",
          "usleep_range",
          "wait_for_completion",
          "__wait_for_common",
          "rwsem_down_read_slowpath",
          "rwsem_down_write_slowpath");

  private static final List<String> FAMILIES =
      List.of("schedule_timeout", "schedule_hrtimeout", "mutex_lock", "__mutex_lock", "down");

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "fault.atomic-sleep",
        "Sleep where none is allowed",
        "tasks that slept with a spinlock held or preemption off");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    AtomicSleep last = null;
    for (LogEvent event : facts.events()) {
      if (event instanceof AtomicSleep sleep) {
        last = sleep;
      } else if (event instanceof LogEvent.Panic) {
        break;
      }
    }
    if (last == null) {
      return List.of(FaultVerdicts.nothing(facts));
    }
    boolean fatal = endedBy(last, facts);
    return List.of(tell(fatal ? withTrace(last, facts) : last, fatal));
  }

  /// The report with a call trace. With `panic_on_warn` the kernel panics before it prints one, and
  /// the panic's trace is that of the same task.
  private static AtomicSleep withTrace(AtomicSleep sleep, CrashFacts facts) {
    return sleep.body().trace().isEmpty()
        ? facts
            .ending()
            .flatMap(Ending::panic)
            .map(panic ->
                new AtomicSleep(
                    sleep.line(), sleep.comm(), sleep.pid(), sleep.count(), panic.body()))
            .orElse(sleep)
        : sleep;
  }

  /// "scheduling while atomic: panic_on_warn set ...", without the second half before 79cc1ba7badf
  /// ("panic: Consolidate open-coded panic_on_warn checks", v6.2).
  private static boolean endedBy(AtomicSleep sleep, CrashFacts facts) {
    String reason = facts.ending().flatMap(Ending::panic).map(LogEvent.Panic::reason).orElse("");
    return reason.startsWith("scheduling while atomic")
        && sleep.line().text().contains("scheduling while atomic");
  }

  private static Verdict tell(AtomicSleep sleep, boolean fatal) {
    String count =
        sleep.count().isPresent()
            ? " (preempt_count 0x" + Long.toHexString(sleep.count().getAsLong()) + ")"
            : "";
    return new Verdict.Found(
        Role.CAUSE,
        "Sleep where none is allowed: "
            + blamed(sleep)
            + " slept with a spinlock held, or with preemption or interrupts off"
            + count
            + where(sleep)
            + (fatal ? "; panic_on_warn made it the end" : ""),
        fatal ? Confidence.CERTAIN : Confidence.POSSIBLE,
        fatal
            ? "the panic says so"
            : "the log reports it; whether the rest follows from it can't be seen",
        evidence(sleep),
        List.of(),
        List.of(
            "find the function of this trace that takes a spinlock or switches preemption off, and"
                + " let go before the call that sleeps, or use one that does not"),
        subjects(sleep));
  }

  /// `device_settle() of module counters, called from counter_reset(),`.
  private static String blamed(AtomicSleep sleep) {
    List<TraceLine> callers =
        sleep.body().trace().stream()
            .filter(l -> !l.guess())
            .dropWhile(AtomicSleepRule::sleeps)
            .toList();
    if (callers.isEmpty()) {
      return "a task";
    }
    TraceLine first = callers.getFirst();
    String module = first.place().module();
    Optional<TraceLine> second = callers.stream().skip(1).findFirst();
    return first.place().plainName()
        + "()"
        + (module.isEmpty() ? "" : " of module " + module)
        + second.map(l -> ", called from " + l.place().plainName() + "(),").orElse("");
  }

  private static boolean sleeps(TraceLine line) {
    String name = line.place().plainName();
    return MACHINERY.contains(name) || FAMILIES.stream().anyMatch(name::startsWith);
  }

  private static String where(AtomicSleep sleep) {
    Optional<TaskLine> task = sleep.body().task();
    String cpu = task.map(t -> " on CPU " + t.cpu()).orElse("");
    int pid = pid(sleep);
    String comm = sleep.pid() >= 0 ? sleep.comm() : task.map(TaskLine::comm).orElse("");
    return pid < 0 ? "" : " in PID " + pid + " (" + comm + ")" + cpu;
  }

  private static int pid(AtomicSleep sleep) {
    return sleep.pid() >= 0 ? sleep.pid() : sleep.body().task().map(TaskLine::pid).orElse(-1);
  }

  private static List<Evidence> evidence(AtomicSleep sleep) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence.LogLine(sleep.line().seconds(), sleep.line().text()));
    List<FrameLine> frames =
        sleep.body().trace().stream()
            .filter(l -> !l.guess())
            .limit(MAX_FRAMES)
            .map(l -> FrameLine.calling(l.place().toString()))
            .toList();
    if (!frames.isEmpty()) {
      evidence.add(
          new Evidence.Frames(
              "the report's call trace", frames, "as the log prints it, without guesses"));
    }
    return evidence;
  }

  private static Set<Subject> subjects(AtomicSleep sleep) {
    Set<Subject> subjects = new HashSet<>();
    int pid = pid(sleep);
    if (pid >= 0) {
      subjects.add(new Subject.TaskSubject(0, pid));
    }
    return subjects;
  }
}
