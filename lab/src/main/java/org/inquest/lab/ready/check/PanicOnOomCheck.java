package org.inquest.lab.ready.check;

import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.Consequence.Panics;
import org.inquest.lab.ready.Event;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Does running out of memory stop the machine?
///
/// The OOM killer usually is the better answer. `vm.panic_on_oom` = 1 panics when the whole machine
/// is out of memory, 2 also when only a cgroup, such as one container, has reached its own limit
/// (`check_panic_on_oom()` in `mm/oom_kill.c`).
public final class PanicOnOomCheck implements Check {
  private static final String NAME = "vm.panic_on_oom";

  @Override
  public Topic topic() {
    return Topic.TRIGGER;
  }

  @Override
  public CheckResult look(HostFiles host) {
    return switch (host.sysctl(NAME)) {
      case Look.Seen<Long>(String path, Long mode) -> judge(path + " = " + mode, mode);
      case Look.Absent<Long> a -> CheckResult.absent(host, a, "MMU", Event.OUT_OF_MEMORY);
      case Look.Unseen<Long> u -> CheckResult.unseen(u, Event.OUT_OF_MEMORY);
    };
  }

  private static CheckResult judge(String seen, long mode) {
    Panics panics = new Panics(Event.OUT_OF_MEMORY, "at once (" + NAME + ")");
    if (mode == 0) {
      return CheckResult.good(seen, "the OOM killer acts; 1 for a dump of a leak of kernel memory");
    }
    return mode == 1
        ? CheckResult.good(seen, "a machine without memory panics").with(panics)
        : CheckResult.warning(
                seen,
                "a container that reaches its own limit takes the machine down",
                Sysctl.set(NAME, 1))
            .with(panics);
  }
}
