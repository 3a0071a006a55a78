package org.inquest.app.command.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.formats.fault.Unavailable;
import org.inquest.profile.record.RecordState;
import org.inquest.profile.session.SessionControl;
import org.inquest.profile.session.SessionFolder;

/// Ends the recording in the background and keeps its profile.
public final class ProfileStopCommand implements InquestCommand {
  private static final Option FILE =
      Option.value("-o", "FILE", "where the profile goes; it stays in the folder unless given");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "profile stop",
        "end the recording in the background",
        "",
        List.of(FILE),
        List.of(
            new CommandInfo.Example("profile stop", "and keep the profile in the session's folder"),
            new CommandInfo.Example("profile stop -o perf.data", "and move it here")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    SessionFolder folder = ProfileStartCommand.folder();
    RecordState state = new SessionControl(folder).stop();
    Optional<Path> wanted = arguments.value(FILE).map(RecordArguments::path);
    if (wanted.isEmpty()) {
      return RecordDocument.of(state, List.of());
    }
    try {
      Files.move(folder.profile(), wanted.get(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Unavailable(
          wanted.get() + " can't be written (" + e.getMessage() + ")",
          "the profile is complete in " + folder.profile());
    }
    return RecordDocument.of(state.in(wanted.get()), List.of());
  }
}
