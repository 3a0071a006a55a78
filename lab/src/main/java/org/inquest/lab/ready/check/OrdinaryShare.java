package org.inquest.lab.ready.check;

import java.util.List;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;

/// What is left for ordinary tasks while real-time tasks take all they can get.
///
/// Up to 6.11 real-time throttling keeps some of each `kernel.sched_rt_period_us` back. Since 6.12
/// (557a6bfc662c, "sched/fair: Add trivial fair server") a deadline server per CPU does that for
/// ordinary tasks, and the throttling limits groups only (5f6bd380c7bd, "sched/rt: Remove default
/// bandwidth control").
enum OrdinaryShare {
  /// Some of each second.
  SOME,
  /// Nothing at all.
  NONE;

  static final String RUNTIME = "kernel.sched_rt_runtime_us";
  private static final String SERVERS = "/sys/kernel/debug/sched/fair_server";

  /// What this machine leaves them.
  static Look<OrdinaryShare> of(HostFiles host) {
    Look<List<String>> servers = host.names(SERVERS);
    if (servers instanceof Look.Seen<List<String>>(String path, var cpus)) {
      boolean all =
          cpus.stream()
              .allMatch(c -> host.number(path + "/" + c + "/runtime").seen().orElse(0L) > 0);
      return new Look.Seen<>(path, all && !cpus.isEmpty() ? SOME : NONE);
    }
    return switch (host.sysctl(RUNTIME)) {
      case Look.Seen<Long>(String path, Long runtime) -> {
        long period = host.sysctl("kernel.sched_rt_period_us").seen().orElse(1_000_000L);
        OrdinaryShare share = runtime < 0 || runtime >= period ? NONE : SOME;
        // Perhaps a server makes up for it, in a folder that only root may see.
        yield share == NONE && servers instanceof Look.Unseen<List<String>> hidden
            ? new Look.Unseen<>(hidden.path(), hidden.why())
            : new Look.Seen<>(path + " = " + runtime, share);
      }
      case Look.Absent<Long> a -> new Look.Absent<>(a.path());
      case Look.Unseen<Long> u -> new Look.Unseen<>(u.path(), u.why());
    };
  }
}
