package org.inquest.app.command.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.formats.fault.UsageError;
import org.inquest.lab.sweep.knob.FolderKnobs;
import org.inquest.lab.sweep.knob.KnobLeftovers;
import org.inquest.lab.sweep.knob.Restoration;

/// Brings this machine's settings back after a sweep was killed.
///
/// A sweep keeps what settings were in a folder of the user before it writes them, and restores
/// them when it ends or is interrupted; only a kill leaves them. The next sweep restores first,
/// too.
public final class SweepRestoreCommand implements InquestCommand {

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "sweep restore",
        "bring back the settings that a killed sweep left changed",
        "",
        List.of(),
        List.of(
            new CommandInfo.Example("sweep restore", "restore what killed sweeps left"),
            new CommandInfo.Example("sweep restore --json", "the same, for a program")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    if (!arguments.operands().isEmpty()) {
      throw new UsageError("sweep restore takes no operands");
    }
    List<Restoration> all =
        KnobLeftovers.restore(new FolderKnobs(Path.of("/")), SweepMachine.states());
    List<Document> parts = new ArrayList<>();
    if (all.isEmpty()) {
      parts.add(Text.paragraph("No killed sweep left anything."));
    }
    List<List<Value>> rows = new ArrayList<>();
    for (Restoration how : all) {
      how.restored().forEach(path -> rows.add(List.of(Value.of(path))));
      if (!how.note().isEmpty()) {
        parts.add(Text.paragraph(how.note()));
      }
    }
    if (!rows.isEmpty()) {
      parts.add(Group.of("restored", Table.of(List.of(Column.left("path", "RESTORED")), rows)));
    }
    for (Restoration how : all) {
      how.failed().forEach(failure -> parts.add(new Gap(failure.words())));
    }
    return new Group("sweep_restore", parts);
  }
}
