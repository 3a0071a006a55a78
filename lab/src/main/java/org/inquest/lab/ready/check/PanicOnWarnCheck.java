package org.inquest.lab.ready.check;

import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.Consequence.Panics;
import org.inquest.lab.ready.Event;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Does a mere warning stop the machine?
///
/// `kernel.panic_on_warn` is for hunting one bug: `WARN()` is common and mostly harmless.
public final class PanicOnWarnCheck implements Check {
  private static final String NAME = "kernel.panic_on_warn";

  @Override
  public Topic topic() {
    return Topic.TRIGGER;
  }

  @Override
  public CheckResult look(HostFiles host) {
    return switch (host.sysctl(NAME)) {
      case Look.Seen<Long>(String path, Long on) ->
          on != 0
              ? CheckResult.warning(
                      path + " = " + on,
                      "a harmless warning takes the machine down",
                      Sysctl.set(NAME, 0) + ", unless a warning is what you hunt")
                  .with(new Panics(Event.WARNING, "at once (" + NAME + ")"))
              : CheckResult.good(path + " = 0", "warnings only go to the log");
      case Look.Absent<Long> a -> CheckResult.absent(host, a, "PROC_SYSCTL", Event.WARNING);
      case Look.Unseen<Long> u -> CheckResult.unseen(u, Event.WARNING);
    };
  }
}
