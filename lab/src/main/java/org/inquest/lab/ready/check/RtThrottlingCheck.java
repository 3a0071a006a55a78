package org.inquest.lab.ready.check;

import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.Consequence.GoesOn;
import org.inquest.lab.ready.Event;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Do real-time tasks that never sleep stop the machine?
///
/// Where something is kept back for ordinary tasks, the machine crawls, but answers and feeds its
/// watchdogs. Where nothing is, it stands still and no detector of the kernel sees it: the soft
/// lockup detector runs above real-time tasks, `khungtaskd` below them. Only a hardware watchdog
/// helps then.
public final class RtThrottlingCheck implements Check {
  @Override
  public Topic topic() {
    return Topic.TRIGGER;
  }

  @Override
  public CheckResult look(HostFiles host) {
    return switch (OrdinaryShare.of(host)) {
      case Look.Seen<OrdinaryShare>(String seen, OrdinaryShare share) ->
          switch (share) {
            case SOME ->
                CheckResult.good(seen, "real-time tasks leave something to ordinary tasks")
                    .with(
                        new GoesOn(
                            Event.RT_HOGS, "the machine crawls: ordinary tasks get a small share"));
            case NONE ->
                CheckResult.warning(
                        seen,
                        "real-time tasks on all CPUs stop everything else",
                        Sysctl.set(OrdinaryShare.RUNTIME, 950_000)
                            + ", or a hardware watchdog with a pre-timeout")
                    .with(new GoesOn(Event.RT_HOGS, "the machine stands still for ever"));
          };
      case Look.Absent<OrdinaryShare> a ->
          CheckResult.absent(host, a, "PROC_SYSCTL", Event.RT_HOGS);
      case Look.Unseen<OrdinaryShare> u -> CheckResult.unseen(u, Event.RT_HOGS);
    };
  }
}
