package org.inquest.app.command.lab;

import java.util.ArrayList;
import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Table;
import org.inquest.app.document.Value;
import org.inquest.lab.scenario.Scenario;
import org.inquest.lab.scenario.Scenarios;

/// The ways to break a kernel that come with the lab.
public final class LabListCommand implements InquestCommand {

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "lab list",
        "the scenarios of the lab",
        "",
        List.of(),
        List.of(
            new CommandInfo.Example("lab list", "names, and what happens in each"),
            new CommandInfo.Example("lab list --json", "the same for a program")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    List<List<Value>> rows = new ArrayList<>();
    for (Scenario s : Scenarios.all()) {
      rows.add(
          List.of(
              Value.of(s.name()),
              Value.of(String.join(" ", s.kernels())),
              Value.of(s.title()),
              s.needs().isEmpty() ? Value.none() : Value.of(s.needs())));
    }
    return Table.of(
        List.of(
            Column.left("scenario", "SCENARIO"),
            Column.left("kernels", "KERNELS"),
            Column.left("title", "WHAT HAPPENS"),
            Column.left("needs", "NEEDS")),
        rows);
  }
}
