package org.inquest.app.command.code;

import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;

/// Results of allocations that are used without a test, with the path that leads there.
public final class CodeUncheckedCommand implements CodeFileCommand {

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "code unchecked",
        "results that may be NULL, used as addresses without a test",
        "[FUNCTION]...",
        List.of(CodeFindings.ALL),
        List.of(
            new CommandInfo.Example("code unchecked", "the findings that are probably right"),
            new CommandInfo.Example(
                "code unchecked --all ext4_free_blocks", "all of one function")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    return CodeFindings.run("unchecked", session, arguments);
  }
}
