package org.inquest.app.command.profile;

import java.nio.file.Files;
import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.app.document.Text;
import org.inquest.profile.session.SessionControl;
import org.inquest.profile.session.SessionFolder;

/// How the recording in the background stands.
public final class ProfileStatusCommand implements InquestCommand {

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "profile status",
        "how the recording in the background stands",
        "",
        List.of(),
        List.of(
            new CommandInfo.Example("profile status", "samples and losses so far"),
            new CommandInfo.Example("profile status --json", "the same for a program")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    SessionFolder folder = ProfileStartCommand.folder();
    if (folder.daemon().isEmpty()) {
      return Text.paragraph(
          Files.exists(folder.profile())
              ? "No session is running; the last profile is " + folder.profile() + "."
              : "No session is running; inquest profile start begins one.");
    }
    return RecordDocument.standing(new SessionControl(folder).status());
  }
}
