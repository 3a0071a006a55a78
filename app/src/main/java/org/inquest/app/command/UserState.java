package org.inquest.app.command;

import java.nio.file.Path;

/// The user's folder for what has to outlive a program and a reboot, whose place follows the XDG
/// Base Directory Specification. Unlike the cache's, what is in it can't be made anew.
public final class UserState {
  private UserState() {}

  /// Inquest's folder for one purpose. It need not exist.
  public static Path folder(String purpose) {
    String xdg = System.getenv("XDG_STATE_HOME");
    Path base =
        xdg == null || xdg.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(xdg);
    return base.resolve("inquest").resolve(purpose);
  }
}
