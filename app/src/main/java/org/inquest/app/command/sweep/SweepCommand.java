package org.inquest.app.command.sweep;

import java.util.List;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.Family;

/// What there is about faults that were injected on purpose.
public final class SweepCommand implements Family {

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "sweep",
        "failures injected on purpose, and what they broke: what there is",
        "",
        List.of(),
        List.of(
            new CommandInfo.Example("sweep", "the commands about injected failures"),
            new CommandInfo.Example("sweep --json", "the same for a program")));
  }
}
