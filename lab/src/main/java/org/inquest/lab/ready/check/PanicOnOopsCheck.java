package org.inquest.lab.ready.check;

import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.Consequence.Panics;
import org.inquest.lab.ready.Event;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Does an oops stop the machine?
///
/// Without `kernel.panic_on_oops` the task that oopsed is killed where it stands. What it had
/// locked stays locked, so a hang follows that no longer shows its cause. An oops in an interrupt,
/// in the idle task or in init always panics.
public final class PanicOnOopsCheck implements Check {
  private static final String NAME = "kernel.panic_on_oops";

  @Override
  public Topic topic() {
    return Topic.TRIGGER;
  }

  @Override
  public CheckResult look(HostFiles host) {
    return switch (host.sysctl(NAME)) {
      case Look.Seen<Long>(String path, Long on) ->
          on != 0
              ? CheckResult.good(path + " = " + on, "an oops becomes a panic")
                  .with(new Panics(Event.OOPS, "at once (" + NAME + ")"))
              : CheckResult.missing(
                  path + " = 0",
                  "an oops kills one task and leaves its locks held",
                  Sysctl.set(NAME, 1));
      case Look.Absent<Long> a -> CheckResult.absent(host, a, "PROC_SYSCTL", Event.OOPS);
      case Look.Unseen<Long> u -> CheckResult.unseen(u, Event.OOPS);
    };
  }
}
