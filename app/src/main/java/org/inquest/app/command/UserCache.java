package org.inquest.app.command;

import java.nio.file.Path;

/// The user's cache folder, whose place follows the XDG Base Directory Specification. What is in it
/// may be deleted at any time.
public final class UserCache {
  private UserCache() {}

  /// Inquest's folder for one purpose. It need not exist.
  public static Path folder(String purpose) {
    return base().resolve("inquest").resolve(purpose);
  }

  /// The folder that all programs of the user share.
  static Path base() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    return xdg == null || xdg.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache")
        : Path.of(xdg);
  }
}
