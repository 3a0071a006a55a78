package org.inquest.app.command.sweep;

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
import org.inquest.formats.fault.UsageError;
import org.inquest.lab.sweep.workload.Workload;
import org.inquest.lab.sweep.workload.Workloads;

/// What a kernel can be made to do while its calls fail.
public final class SweepWorkloadsCommand implements InquestCommand {

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "sweep workloads",
        "what a kernel can be made to do while its calls fail",
        "",
        List.of(),
        List.of(
            new CommandInfo.Example("sweep workloads", "all that come with Inquest"),
            new CommandInfo.Example("sweep workloads --json", "the same for a program")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    if (!arguments.operands().isEmpty()) {
      throw new UsageError("sweep workloads takes no arguments");
    }
    List<List<Value>> rows = new ArrayList<>();
    for (Workload workload : Workloads.all()) {
      rows.add(
          List.of(
              Value.of(workload.name()),
              Value.of(workload.title()),
              Value.of(workload.here() ? "yes" : "no"),
              Value.of(workload.needs())));
    }
    return Table.of(
        List.of(
            Column.left("workload", "WORKLOAD"),
            Column.left("title", "WHAT IT DOES"),
            Column.left("here", "--here"),
            Column.left("needs", "NEEDS")),
        rows);
  }
}
