package org.inquest.app.command;

import java.nio.file.Path;
import java.util.List;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.formats.fault.UsageError;
import org.jspecify.annotations.Nullable;

/// What a command works on: the dump named on the command line, opened when it is first asked for. For one thread.
public final class Session implements AutoCloseable {
  private final List<Path> dumps;
  private @Nullable Target target;

  /// @param dumps the files of one dump: one, or all parts of a split one; empty for commands that need none
  public Session(List<Path> dumps) {
    this.dumps = List.copyOf(dumps);
  }

  /// The files of the dump.
  public List<Path> dumps() {
    return dumps;
  }

  /// The dump, opened.
  ///
  /// @throws org.inquest.formats.fault.InquestException where it can't be used, in one line
  public Target target() {
    Target open = target;
    if (open == null) {
      if (dumps.isEmpty()) {
        throw new UsageError("this command needs a dump: inquest VMCORE COMMAND");
      }
      open = TargetOpener.open(dumps);
      target = open;
    }
    return open;
  }

  /// What could not be seen of the dump, a sentence each; empty as long as it was not opened.
  public List<String> gaps() {
    return target == null ? List.of() : target.gaps();
  }

  @Override
  public void close() {
    if (target != null) {
      target.close();
    }
  }
}
