package org.inquest.app.command.profile;

import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.app.document.Text;
import org.inquest.profile.session.SessionControl;
import org.inquest.profile.session.SessionFolder;

/// Forgets what is recorded so far; a session that runs goes on.
public final class ProfileResetCommand implements InquestCommand {

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "profile reset",
        "forget what the background has recorded so far",
        "",
        List.of(),
        List.of(
            new CommandInfo.Example(
                "profile reset", "begin anew, for example when a program has warmed up"),
            new CommandInfo.Example("profile reset --json", "the same, told to a program")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    SessionFolder folder = ProfileStartCommand.folder();
    if (folder.daemon().isPresent()) {
      return RecordDocument.standing(new SessionControl(folder).reset());
    }
    return Text.paragraph(
        folder.deleteProfile() ? "The last profile is deleted." : "There was no profile.");
  }
}
