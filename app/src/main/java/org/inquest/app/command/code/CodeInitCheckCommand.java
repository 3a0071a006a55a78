package org.inquest.app.command.code;

import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;

/// Init code and data that something may use when they have been freed.
public final class CodeInitCheckCommand implements CodeFileCommand {

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "code init-check",
        "init code and data that something uses after boot",
        "[FUNCTION]...",
        List.of(CodeFindings.ALL),
        List.of(
            new CommandInfo.Example("code init-check", "the findings that are probably right"),
            new CommandInfo.Example(
                "code init-check --all check_nmi_watchdog", "all of one function")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    return CodeFindings.run("init-check", session, arguments);
  }
}
