package org.inquest.app.command.code;

import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;

/// Functions that return with a lock held on some path, with the path.
public final class CodeLocksCommand implements CodeFileCommand {

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "code locks",
        "functions that return with a lock held on some path",
        "[FUNCTION]...",
        List.of(CodeFindings.ALL),
        List.of(
            new CommandInfo.Example("code locks", "the findings that are probably right"),
            new CommandInfo.Example("code locks --all pci_bus_trylock", "all of one function")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    return CodeFindings.run("locks", session, arguments);
  }
}
