package org.inquest.app.command.profile;

import java.util.List;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.Family;

/// What there is about profiles.
public final class ProfileCommand implements Family {

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "profile",
        "what a running system spends its time on: what there is",
        "",
        List.of(),
        List.of(
            new CommandInfo.Example("profile", "the commands about profiles"),
            new CommandInfo.Example("profile --json", "the same for a program")));
  }
}
