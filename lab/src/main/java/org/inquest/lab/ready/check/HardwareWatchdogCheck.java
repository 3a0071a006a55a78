package org.inquest.lab.ready.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.Consequence;
import org.inquest.lab.ready.Event;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Is there a timer outside the kernel, and does it take a dump before it resets the machine?
///
/// A hardware watchdog is fed by an ordinary program. When that no longer runs, the watchdog resets
/// the machine, and everything is lost, unless it has a pre-timeout that sends an NMI first and
/// that is told to panic. It is the only thing that sees a machine on which nothing runs at all:
/// real-time tasks on all CPUs with nothing kept back for others, or lockups without an NMI
/// watchdog.
public final class HardwareWatchdogCheck implements Check {
  private static final String REMEDY =
      "a watchdog with a pre-timeout, such as ipmi_watchdog with timeout=60 pretimeout=20"
          + " preaction=pre_nmi preop=preop_panic, fed by RuntimeWatchdogSec=60 in"
          + " /etc/systemd/system.conf";

  @Override
  public Topic topic() {
    return Topic.TRIGGER;
  }

  @Override
  public CheckResult look(HostFiles host) {
    List<HardwareWatchdog> all = HardwareWatchdog.of(host);
    if (all.isEmpty() && !host.live()) {
      return CheckResult.absent(host, new Look.Absent<>(HardwareWatchdog.CLASS), "WATCHDOG");
    }
    String seen = all.stream().map(HardwareWatchdogCheck::text).collect(Collectors.joining("; "));
    List<HardwareWatchdog> running =
        all.stream().filter(w -> w.running().orElse(true) && w.timeout() > 0).toList();
    if (running.isEmpty()) {
      return CheckResult.warning(
          all.isEmpty() ? HardwareWatchdog.CLASS + ": none" : seen,
          "a machine on which nothing runs any more stays so",
          REMEDY);
    }
    HardwareWatchdog first =
        running.stream().min(Comparator.comparing(HardwareWatchdog::patience)).orElseThrow();
    Consequence[] consequences = consequences(host, first);
    if (!first.warns()) {
      return CheckResult.warning(seen, "resets a dead machine, and nothing is saved", REMEDY)
          .with(consequences);
    }
    return first.running().isEmpty()
        ? CheckResult.unknown(
                seen,
                "panics a dead machine if something feeds it, which was not seen",
                "start_now=1, or RuntimeWatchdogSec= in /etc/systemd/system.conf")
            .with(consequences)
        : CheckResult.good(seen, "panics a dead machine before it resets it").with(consequences);
  }

  // Where ordinary tasks still get their share, the feeding goes on and the watchdog stays quiet.
  private static Consequence[] consequences(HostFiles host, HardwareWatchdog first) {
    List<Event> events = new ArrayList<>();
    if (OrdinaryShare.of(host) instanceof Look.Seen<OrdinaryShare>(String p, OrdinaryShare share)
        && share == OrdinaryShare.NONE) {
      events.add(Event.RT_HOGS);
    }
    events.add(Event.HARD_LOCKUP);
    String how = first.patience() + " s after its feeder stopped (" + first.name() + ")";
    return events.stream()
        .map(e -> first.warns() ? new Consequence.Panics(e, how) : new Consequence.Resets(e, how))
        .toArray(Consequence[]::new);
  }

  private static String text(HardwareWatchdog w) {
    String state = w.running().map(r -> r ? "active" : "inactive").orElse("perhaps active");
    String warning =
        w.pretimeout() == 0
            ? "no pre-timeout"
            : "pre-timeout " + w.pretimeout() + " s" + (w.panics() ? " panics" : " does not panic");
    return w.name() + " " + state + ", time-out " + w.timeout() + " s, " + warning;
  }
}
