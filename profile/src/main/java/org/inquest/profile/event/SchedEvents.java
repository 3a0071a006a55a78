package org.inquest.profile.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The tracepoints that tell who runs, sleeps, waits and wakes whom (include/trace/events/sched.h).
public final class SchedEvents {
  private static final String SYSTEM = "sched";

  /// Without these nothing can be told: a kernel that has no such event is asked for it all the
  /// same, and what is said then says why it can't be had.
  private static final List<String> NEEDED = List.of("sched_switch", "sched_waking");

  /// Where a task was queued follows from `sched_migrate_task`, so that `sched_wakeup` would add
  /// nothing but records. The kernel counts waiting for disks only with schedstats; the event is
  /// there always.
  private static final List<String> WELCOME =
      List.of("sched_wakeup_new", "sched_migrate_task", "sched_process_fork", "sched_stat_iowait");

  private SchedEvents() {}

  /// Their names on a machine.
  public static List<String> of(SystemTree tree) {
    List<String> out = new ArrayList<>();
    NEEDED.forEach(name -> out.add(SYSTEM + ":" + name));
    Optional<Tracepoints> all = Tracepoints.of(tree);
    for (String name : WELCOME) {
      if (all.filter(a -> a.number(SYSTEM, name).isPresent()).isPresent()) {
        out.add(SYSTEM + ":" + name);
      }
    }
    return out;
  }
}
