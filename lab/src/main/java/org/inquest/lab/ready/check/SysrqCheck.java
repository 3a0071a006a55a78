package org.inquest.lab.ready.check;

import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.Consequence.Panics;
import org.inquest.lab.ready.Event;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Can a person at the console crash the machine for a dump?
///
/// Alt-SysRq-C wants bit 3 (8, "dumps of processes") of `kernel.sysrq`, or 1 for everything
/// (`drivers/tty/sysrq.c`). `echo c > /proc/sysrq-trigger` works for root whatever the mask is, as
/// long as a shell still answers.
public final class SysrqCheck implements Check {
  private static final String NAME = "kernel.sysrq";
  private static final long DUMP = 8;

  @Override
  public Topic topic() {
    return Topic.TRIGGER;
  }

  @Override
  public CheckResult look(HostFiles host) {
    return switch (host.sysctl(NAME)) {
      case Look.Seen<Long>(String path, Long mask) ->
          mask == 1 || (mask & DUMP) != 0
              ? CheckResult.good(path + " = " + mask, "Alt-SysRq-C panics the machine")
                  .with(new Panics(Event.SYSRQ_CRASH, "at once (" + NAME + ")"))
              : CheckResult.warning(
                  path + " = " + mask,
                  "the crash key is disabled; only a root shell can crash the machine",
                  Sysctl.set(NAME, mask <= 0 ? DUMP : mask | DUMP));
      case Look.Absent<Long> a -> CheckResult.absent(host, a, "MAGIC_SYSRQ", Event.SYSRQ_CRASH);
      case Look.Unseen<Long> u -> CheckResult.unseen(u, Event.SYSRQ_CRASH);
    };
  }
}
