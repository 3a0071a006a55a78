package org.inquest.lab.ready.check;

import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.Consequence.GoesOn;
import org.inquest.lab.ready.Consequence.Panics;
import org.inquest.lab.ready.Event;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Does a CPU that loops with interrupts off stop the machine?
///
/// Only something that interrupts cannot be masked against can see it: the NMI watchdog, which
/// needs a performance counter (most virtual machines have none, and reading the setting then gives
/// 0 whatever was asked for), or on newer kernels a neighbouring CPU.
public final class HardLockupCheck implements Check {
  private static final String PANIC = "kernel.hardlockup_panic";
  private static final String DETECTOR = "kernel.nmi_watchdog";
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
                judge(path + " = " + panic + ", " + how, panic != 0, seconds);
            case Look.Absent<Long> a ->
                CheckResult.absent(host, a, "HARDLOCKUP_DETECTOR", Event.HARD_LOCKUP);
            case Look.Unseen<Long> u -> CheckResult.unseen(u, Event.HARD_LOCKUP);
          };
      case Look.Absent<Long> a ->
          CheckResult.absent(host, a, "HARDLOCKUP_DETECTOR", Event.HARD_LOCKUP);
      case Look.Unseen<Long> u -> CheckResult.unseen(u, Event.HARD_LOCKUP);
    };
  }

  private static CheckResult judge(String seen, boolean panic, long seconds) {
    if (seconds <= 0) {
      return CheckResult.missing(
          seen,
          "nobody looks for hard lockups",
          Sysctl.set(DETECTOR, 1)
              + "; where that is refused (no performance counter), a hardware watchdog with a"
              + " pre-timeout");
    }
    return panic
        ? CheckResult.good(seen, "a hard lockup becomes a panic")
            .with(new Panics(Event.HARD_LOCKUP, "after " + seconds + " s (" + PANIC + ")"))
        : CheckResult.missing(seen, "a hard lockup is only named in the log", Sysctl.set(PANIC, 1))
            .with(
                new GoesOn(
                    Event.HARD_LOCKUP,
                    "the log names the CPU after " + seconds + " s, and nothing else happens"));
  }
}
