package org.inquest.lab.ready.check;

import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.Consequence.GoesOn;
import org.inquest.lab.ready.Consequence.Panics;
import org.inquest.lab.ready.Event;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Does kernel code that will not give up its CPU stop the machine?
///
/// The soft lockup detector warns after twice `kernel.watchdog_thresh`
/// (`Documentation/admin-guide/lockup-watchdogs.rst`).
public final class SoftLockupCheck implements Check {
  private static final String PANIC = "kernel.softlockup_panic";
  private static final String DETECTOR = "kernel.soft_watchdog";
  private static final String THRESHOLD = "kernel.watchdog_thresh";

  @Override
  public Topic topic() {
    return Topic.TRIGGER;
  }

  @Override
  public CheckResult look(HostFiles host) {
    return switch (host.sysctl(PANIC)) {
      case Look.Seen<Long>(String path, Long panic) ->
          switch (Lockup.of(host, DETECTOR, THRESHOLD)) {
            case Look.Seen<Long>(String how, Long seconds) ->
                judge(path + " = " + panic + ", " + how, panic != 0, 2 * seconds);
            case Look.Absent<Long> a ->
                CheckResult.absent(host, a, "SOFTLOCKUP_DETECTOR", Event.SOFT_LOCKUP);
            case Look.Unseen<Long> u -> CheckResult.unseen(u, Event.SOFT_LOCKUP);
          };
      case Look.Absent<Long> a ->
          CheckResult.absent(host, a, "SOFTLOCKUP_DETECTOR", Event.SOFT_LOCKUP);
      case Look.Unseen<Long> u -> CheckResult.unseen(u, Event.SOFT_LOCKUP);
    };
  }

  private static CheckResult judge(String seen, boolean panic, long seconds) {
    if (seconds <= 0) {
      return CheckResult.missing(
          seen,
          "nobody looks for soft lockups",
          Sysctl.set(DETECTOR, 1) + "; and " + THRESHOLD + " = 10, " + PANIC + " = 1");
    }
    return panic
        ? CheckResult.good(seen, "a soft lockup becomes a panic")
            .with(new Panics(Event.SOFT_LOCKUP, "after " + seconds + " s (" + PANIC + ")"))
        : CheckResult.missing(seen, "a soft lockup is only named in the log", Sysctl.set(PANIC, 1))
            .with(
                new GoesOn(
                    Event.SOFT_LOCKUP,
                    "the log names the CPU after " + seconds + " s, and nothing else happens"));
  }
}
