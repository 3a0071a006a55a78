package org.inquest.app.command.profile;

import java.nio.file.Path;
import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.profile.record.RecordState;
import org.inquest.profile.session.SessionControl;

/// A copy of what is recorded so far, which can be read while recording goes on.
public final class ProfileDumpCommand implements InquestCommand {
  private static final Option FILE = Option.value("-o", "FILE", "the copy; perf.data unless given");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "profile dump",
        "copy what the background has recorded so far, while it goes on",
        "",
        List.of(FILE),
        List.of(
            new CommandInfo.Example("profile dump", "into perf.data"),
            new CommandInfo.Example("profile dump -o monday.data", "into a file of that name")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    Path file = RecordArguments.path(arguments.value(FILE).orElse("perf.data"));
    RecordState state = new SessionControl(ProfileStartCommand.folder()).dump(file);
    return RecordDocument.standing(state.in(file));
  }
}
