package org.inquest.app.command;

import java.nio.file.Path;
import java.util.List;

/// What a command works on: the dump named on the command line, opened when it is first asked for.
public final class Session implements AutoCloseable {
  private final List<Path> dumps;

  /// @param dumps the files of one dump: one, or all parts of a split one
  public Session(List<Path> dumps) {
    this.dumps = List.copyOf(dumps);
  }

  /// The files of the dump.
  public List<Path> dumps() {
    return dumps;
  }

  @Override
  public void close() {}
}
