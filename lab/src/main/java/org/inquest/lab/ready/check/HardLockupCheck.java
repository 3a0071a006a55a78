package org.inquest.lab.ready.check;

import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.Event;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Topic;

/// Does a CPU that loops with interrupts off stop the machine?
///
/// Only something that interrupts cannot be masked against can see it: the NMI watchdog, which
/// needs a performance counter (most virtual machines have none, and reading the setting then gives
/// 0 whatever was asked for), or on newer kernels a neighbouring CPU.
public final class HardLockupCheck implements Check {
  private static final Lockup LOCKUP =
      new Lockup(
          "hard lockup",
          Event.HARD_LOCKUP,
          "kernel.hardlockup_panic",
          "kernel.nmi_watchdog",
          "HARDLOCKUP_DETECTOR",
          1,
          Sysctl.set("kernel.nmi_watchdog", 1)
              + "; where that is refused (no performance counter), a hardware watchdog with a"
              + " pre-timeout");

  @Override
  public Topic topic() {
    return Topic.TRIGGER;
  }

  @Override
  public CheckResult look(HostFiles host) {
    return LOCKUP.look(host);
  }
}
