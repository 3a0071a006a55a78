package org.inquest.lab.ready.check;

import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.Consequence.GoesOn;
import org.inquest.lab.ready.Consequence.Panics;
import org.inquest.lab.ready.Event;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Does an RCU stall stop the machine?
///
/// A stall is reported after `rcu_cpu_stall_timeout` seconds; `kernel.max_rcu_stall_to_panic` can
/// ask for several before the panic (`panic_on_rcu_stall()` in `kernel/rcu/tree_stall.h`).
public final class RcuStallCheck implements Check {
  private static final String PANIC = "kernel.panic_on_rcu_stall";
  private static final String PARAMETERS = "/sys/module/rcupdate/parameters/";

  @Override
  public Topic topic() {
    return Topic.TRIGGER;
  }

  @Override
  public CheckResult look(HostFiles host) {
    return switch (host.sysctl(PANIC)) {
      case Look.Seen<Long>(String path, Long on) -> judge(host, path + " = " + on, on != 0);
      case Look.Absent<Long> a -> CheckResult.absent(host, a, "RCU_STALL_COMMON", Event.RCU_STALL);
      case Look.Unseen<Long> u -> CheckResult.unseen(u, Event.RCU_STALL);
    };
  }

  private static CheckResult judge(HostFiles host, String seen, boolean panic) {
    if (host.number(PARAMETERS + "rcu_cpu_stall_suppress").seen().orElse(0L) != 0) {
      return CheckResult.missing(
              seen + ", rcu_cpu_stall_suppress = 1",
              "nobody looks for RCU stalls",
              "rcupdate.rcu_cpu_stall_suppress=0 on the kernel's command line")
          .with(new GoesOn(Event.RCU_STALL, "nothing: memory is no longer freed"));
    }
    String after =
        host.number(PARAMETERS + "rcu_cpu_stall_timeout")
            .seen()
            .map(s -> "after " + s + " s")
            .orElse("after the stall time-out");
    long stalls = host.sysctl("kernel.max_rcu_stall_to_panic").seen().orElse(0L);
    String times = stalls > 1 ? ", for the " + stalls + "th time" : "";
    return panic
        ? CheckResult.good(seen, "an RCU stall becomes a panic")
            .with(new Panics(Event.RCU_STALL, after + times + " (" + PANIC + ")"))
        : CheckResult.warning(seen, "an RCU stall is only named in the log", Sysctl.set(PANIC, 1));
  }
}
