package org.inquest.app.command.code;

import java.util.ArrayList;
import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.Commands;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Table;
import org.inquest.app.document.Value;
import org.inquest.formats.fault.UsageError;

/// What can be asked of the code in a file.
public final class CodeCommand implements InquestCommand {

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "code",
        "code in a vmlinux, module, program or dump: what can be asked",
        "",
        List.of(),
        List.of(
            new CommandInfo.Example("code", "the commands over files with code"),
            new CommandInfo.Example("code --json", "the same for a program")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    List<String> words = arguments.operands();
    if (words.size() == 1) {
      throw new UsageError("code " + words.getFirst() + ": what about it? 'inquest code' tells");
    }
    if (!words.isEmpty()) {
      throw new UsageError(
          "no command code FILE " + words.get(1) + "; 'inquest code' shows those there are");
    }
    List<List<Value>> rows = new ArrayList<>();
    for (InquestCommand command : Commands.all()) {
      CommandInfo info = command.info();
      if (command instanceof CodeFileCommand) {
        rows.add(List.of(Value.of(command.line(info.name())), Value.of(info.summary())));
      }
    }
    return Table.of(
        List.of(Column.left("command", "COMMAND"), Column.left("summary", "WHAT IT DOES")), rows);
  }
}
