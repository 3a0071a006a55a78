package org.inquest.app.command.code;

import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeImages;

/// Instructions in a dump: what really ran, with what was patched.
public final class DisCommand implements InquestCommand {

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "dis",
        "disassemble code in memory; tells what was patched",
        DisOptions.OPERANDS,
        DisOptions.all(),
        List.of(
            new CommandInfo.Example(
                "dis schedule", "a function; => marks the crashed task's frames"),
            new CommandInfo.Example("dis schedule+0x5a 4", "four instructions from there"),
            new CommandInfo.Example("dis -r schedule+0x5a", "the way from the function's start"),
            new CommandInfo.Example("dis -C 5 schedule+0x5a", "five before, five after"),
            new CommandInfo.Example(
                "dis -l schedule", "with source lines, where debug-info finds the kernel's file"),
            new CommandInfo.Example(
                "dis -s schedule", "with their text, from the tree that --source names")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    DisOptions.check(arguments, line(info().usage()));
    try (CodeImage image = CodeImages.of(session.target())) {
      SourceColumns sources = SourceColumns.of(arguments, session, session::kernelSources);
      return new Disassembly(image, LiveNotes.of(session), sources, arguments).document();
    }
  }
}
