package org.inquest.app.command.general;

import java.util.ArrayList;
import java.util.List;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.app.document.Text;
import org.inquest.engine.target.Target;

/// Which kernel this is and which dump, on one or two lines above a verdict.
final class Identity {
  private Identity() {}

  static Document of(Session session) {
    Target target = session.target();
    List<String> lines = new ArrayList<>();
    String release = target.vmcoreinfo().text("OSRELEASE").orElse("of unknown release");
    int cpus = target.cpus().online().size();
    lines.add("Linux " + release + ", " + cpus + (cpus == 1 ? " CPU" : " CPUs"));
    lines.add(session.dumps().getFirst() + ": " + target.image().format());
    return Text.lines(lines);
  }
}
