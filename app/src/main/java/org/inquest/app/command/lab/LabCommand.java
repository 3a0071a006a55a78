package org.inquest.app.command.lab;

import java.util.List;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.Family;

/// What there is of the lab.
public final class LabCommand implements Family {

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "lab",
        "kernels in virtual machines, broken on purpose: what there is",
        "",
        List.of(),
        List.of(
            new CommandInfo.Example("lab", "the commands of the lab"),
            new CommandInfo.Example("lab --json", "the same for a program")));
  }
}
