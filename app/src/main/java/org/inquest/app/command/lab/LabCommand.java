package org.inquest.app.command.lab;

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

/// What there is of the lab.
public final class LabCommand implements InquestCommand {
  private static final String PREFIX = "lab ";

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "lab",
        "kernels in virtual machines, broken on purpose: what there is",
        "",
        List.of(),
        List.of(
            new CommandInfo.Example("lab", "the commands of the lab"),
            new CommandInfo.Example("lab --json", "the same for a program")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    if (!arguments.operands().isEmpty()) {
      throw new UsageError(
          "no command lab " + arguments.operands().getFirst() + "; 'inquest lab' shows them");
    }
    List<List<Value>> rows = new ArrayList<>();
    for (InquestCommand command : Commands.all()) {
      CommandInfo info = command.info();
      if (info.name().startsWith(PREFIX)) {
        rows.add(List.of(Value.of("inquest " + info.name()), Value.of(info.summary())));
      }
    }
    return Table.of(
        List.of(Column.left("command", "COMMAND"), Column.left("summary", "WHAT IT DOES")), rows);
  }
}
