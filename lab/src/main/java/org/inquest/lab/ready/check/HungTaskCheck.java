package org.inquest.lab.ready.check;

import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.Consequence.GoesOn;
import org.inquest.lab.ready.Consequence.Panics;
import org.inquest.lab.ready.Event;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Does a task that hangs in D state stop the machine?
///
/// `khungtaskd` looks every `kernel.hung_task_timeout_secs` for tasks that have not run for that
/// long, so it takes up to twice the time. It counts only tasks that nothing can kill: most NFS
/// waits are not among them. After an oops it is silent until the next boot
/// (`check_hung_uninterruptible_tasks()` in `kernel/hung_task.c` looks at the taint `D`).
public final class HungTaskCheck implements Check {
  private static final String PANIC = "kernel.hung_task_panic";
  private static final String TIMEOUT = "kernel.hung_task_timeout_secs";
  private static final long TAINT_DIE = 1 << 7;

  @Override
  public Topic topic() {
    return Topic.TRIGGER;
  }

  @Override
  public CheckResult look(HostFiles host) {
    return switch (host.sysctl(TIMEOUT)) {
      case Look.Seen<Long>(String t, Long seconds) ->
          switch (host.sysctl(PANIC)) {
            case Look.Seen<Long>(String p, Long panic) ->
                judge(host, seconds, panic, p + " = " + panic + ", " + t + " = " + seconds);
            case Look.Absent<Long> a ->
                CheckResult.absent(host, a, "DETECT_HUNG_TASK", Event.BLOCKED_TASK);
            case Look.Unseen<Long> u -> CheckResult.unseen(u, Event.BLOCKED_TASK);
          };
      case Look.Absent<Long> a ->
          CheckResult.absent(host, a, "DETECT_HUNG_TASK", Event.BLOCKED_TASK);
      case Look.Unseen<Long> u -> CheckResult.unseen(u, Event.BLOCKED_TASK);
    };
  }

  private static CheckResult judge(HostFiles host, long seconds, long panic, String seen) {
    if (seconds <= 0) {
      return CheckResult.missing(
          seen,
          "nobody looks for hung tasks",
          Sysctl.set(TIMEOUT, 120) + "; and " + PANIC + " = 1");
    }
    if (panic == 0) {
      return CheckResult.missing(seen, "a hung task is only named in the log", Sysctl.set(PANIC, 1))
          .with(
              new GoesOn(
                  Event.BLOCKED_TASK,
                  "the log names the task after " + seconds + " s, and nothing else happens"));
    }
    if ((host.sysctl("kernel.tainted").seen().orElse(0L) & TAINT_DIE) != 0) {
      return CheckResult.warning(
          seen + ", taint D",
          "an oops since boot has silenced the search for hung tasks",
          "boot again");
    }
    return CheckResult.good(seen, "a hung task becomes a panic")
        .with(
            new Panics(
                Event.BLOCKED_TASK,
                "within " + seconds + " to " + 2 * seconds + " s (" + PANIC + ")"));
  }
}
