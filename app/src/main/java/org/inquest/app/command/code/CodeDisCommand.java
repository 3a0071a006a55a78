package org.inquest.app.command.code;

import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;

/// Instructions in a file.
public final class CodeDisCommand implements CodeFileCommand {

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "code dis",
        "disassemble code in a vmlinux, module, program or library",
        DisOptions.OPERANDS,
        DisOptions.all(),
        List.of(
            new CommandInfo.Example("code dis schedule", "a function"),
            new CommandInfo.Example("code dis -C 5 schedule+0x5a", "five before, five after"),
            new CommandInfo.Example("code dis -l schedule", "with source lines"),
            new CommandInfo.Example(
                "code dis -s schedule", "with their text, from the tree that --source names"),
            new CommandInfo.Example("code dis --syntax intel kfree 8", "in Intel's syntax")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    DisOptions.check(arguments, line(info().usage()));
    SourceColumns sources = SourceColumns.of(arguments, session, session.codeFile()::sources);
    return new Disassembly(session.codeFile().image(), Notes.NONE, sources, arguments).document();
  }
}
