package org.inquest.app.command.profile;

import java.util.ArrayList;
import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.app.document.Text;
import org.inquest.formats.fault.UsageError;
import org.inquest.profile.event.SystemTree;
import org.inquest.profile.session.SessionFolder;

/// Remembers options for [ProfileStartCommand].
public final class ProfileSetupCommand implements InquestCommand {
  private static final Option CLEAR = Option.flag("--clear", "forget them");

  @Override
  public CommandInfo info() {
    List<Option> options = new ArrayList<>(RecordArguments.WHAT);
    options.add(CLEAR);
    return new CommandInfo(
        "profile setup",
        "remember options for profile start",
        "",
        options,
        List.of(
            new CommandInfo.Example("profile setup -a -g -F 999", "from now on, unless start says"),
            new CommandInfo.Example("profile setup", "what is remembered")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    if (!arguments.operands().isEmpty()) {
      throw new UsageError("profile setup takes options only");
    }
    SessionFolder folder = ProfileStartCommand.folder();
    RecordArguments what = new RecordArguments("profile setup", arguments);
    if (arguments.has(CLEAR)) {
      folder.remember(List.of());
    } else if (!what.words().isEmpty()) {
      what.check();
      what.events(SystemTree.running());
      folder.remember(what.words());
    }
    List<String> words = folder.remembered();
    return Text.paragraph(
        words.isEmpty()
            ? "Nothing is remembered: profile start observes all CPUs."
            : "profile start will take: " + String.join(" ", words));
  }
}
