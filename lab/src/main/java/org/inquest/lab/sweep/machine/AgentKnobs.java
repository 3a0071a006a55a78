package org.inquest.lab.sweep.machine;

import java.util.List;
import java.util.Optional;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.sweep.agent.Agent;
import org.inquest.lab.sweep.knob.KnobFiles;

/// The settings of a guest's kernel, read and written by its agent.
///
/// @param agent of the guest
record AgentKnobs(Agent agent) implements KnobFiles {
  private static final int OWNER_WRITES = 0200;

  @Override
  public Optional<String> read(String path) {
    return agent.read(path).map(String::stripTrailing);
  }

  @Override
  public void write(String path, String value) {
    agent
        .write(path, value)
        .ifPresent(why -> {
          throw new Unavailable(
              value + " can't be written to " + path + " (" + why + ")",
              "'inquest sweep probe' shows what this kernel has");
        });
  }

  @Override
  public Optional<Boolean> writable(String path) {
    return agent.mode(path).map(mode -> (mode & OWNER_WRITES) != 0);
  }

  @Override
  public List<String> list(String folder) {
    return agent.list(folder).stream().sorted().toList();
  }
}
