package org.inquest.app.command.sweep;

import java.nio.file.Path;
import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Session;
import org.inquest.app.command.oops.LogInput;
import org.inquest.app.document.Document;
import org.inquest.formats.fault.UsageError;
import org.inquest.lab.sweep.run.SweepMode;
import org.inquest.lab.sweep.run.SweepReport;

/// What a sweep has found, also one that was broken off.
public final class SweepReportCommand implements InquestCommand {

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "sweep report",
        "what a sweep has found, also one that goes on or was broken off",
        "DIR",
        List.of(SweepTarget.KERNEL, SweepTarget.WORKLOAD, SweepDocument.SITES),
        List.of(
            new CommandInfo.Example("sweep report sweep-hacks-ext4-churn", "findings and coverage"),
            new CommandInfo.Example(
                "sweep report sweep-hacks-ext4-churn --kernel hacks --sites",
                "with the kernel's code, and every place that was made to fail")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    if (arguments.operands().size() != 1) {
      throw new UsageError("which sweep? inquest sweep report DIR");
    }
    Path folder = LogInput.path(arguments.operands().getFirst());
    SweepReport report = SweepReport.of(folder);
    // In a sweep of one cache the numbers of calls are those of that cache.
    String replay =
        "inquest sweep replay --kernel "
            + arguments.value(SweepTarget.KERNEL).orElse("KERNEL")
            + " --workload "
            + report.workload()
            + SweepMode.Cache.parse(report.mode()).map(one -> " --cache " + one.name()).orElse("")
            + " --case "
            + FindingDocument.CASE;
    return new SweepDocument(
            session,
            report,
            folder,
            replay,
            arguments.value(SweepTarget.KERNEL).map(SweepMachine::kernel))
        .document(arguments.has(SweepDocument.SITES));
  }
}
