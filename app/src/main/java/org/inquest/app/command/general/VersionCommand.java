package org.inquest.app.command.general;

import java.util.List;
import org.inquest.app.Version;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.app.document.Text;

/// Which Inquest this is, and on which Java it runs: the first lines of a bug report.
public final class VersionCommand implements InquestCommand {
  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "version",
        "version of Inquest and of the Java it runs on",
        "",
        List.of(),
        List.of(
            new CommandInfo.Example("version", "the two versions"),
            new CommandInfo.Example("version --json", "the same for a program")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    return Text.lines(
        List.of(
            "inquest " + Version.current(),
            "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name")));
  }
}
