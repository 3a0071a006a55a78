package org.inquest.app.command.general;

import java.util.ArrayList;
import java.util.List;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.app.document.Text;
import org.inquest.engine.debugfile.KernelIdentity;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.time.Clock;

/// Which kernel this is and which dump, on one or two lines above a verdict.
final class Identity {
  private Identity() {}

  static Document of(Session session) {
    Target target = session.target();
    List<String> lines = new ArrayList<>();
    String release = KernelIdentity.release(target).orElse("of unknown release");
    int cpus = target.cpus().online().size();
    lines.add("Linux " + release + ", " + cpus + (cpus == 1 ? " CPU" : " CPUs") + when(target));
    lines.add(session.dumps().getFirst() + ": " + target.image().format());
    return Text.lines(lines);
  }

  private static String when(Target target) {
    try {
      Clock clock = Clock.read(target);
      return ", up "
          + Moments.uptime(clock.uptimeSeconds()).text()
          + ", stopped "
          + Moments.date(clock.wallSeconds()).text();
    } catch (InquestException e) {
      return "";
    }
  }
}
