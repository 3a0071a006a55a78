package org.inquest.lab.ready.check;

import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.Event;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Topic;

/// Does kernel code that will not give up its CPU stop the machine?
///
/// The soft lockup detector warns after twice `kernel.watchdog_thresh`
/// (`Documentation/admin-guide/lockup-watchdogs.rst`).
public final class SoftLockupCheck implements Check {
  private static final Lockup LOCKUP =
      new Lockup(
          "soft lockup",
          Event.SOFT_LOCKUP,
          "kernel.softlockup_panic",
          "kernel.soft_watchdog",
          "SOFTLOCKUP_DETECTOR",
          2,
          Sysctl.set("kernel.soft_watchdog", 1)
              + "; and "
              + Lockup.THRESHOLD
              + " = 10, kernel.softlockup_panic = 1");

  @Override
  public Topic topic() {
    return Topic.TRIGGER;
  }

  @Override
  public CheckResult look(HostFiles host) {
    return LOCKUP.look(host);
  }
}
