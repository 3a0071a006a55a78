package org.inquest.app.command.lab;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import org.inquest.app.command.UserCache;
import org.inquest.lab.guest.Accelerator;
import org.inquest.lab.run.Lab;
import org.inquest.lab.run.Progress;
import org.inquest.lab.run.Workshop;

/// The lab as this person's environment has it: cache, temporary folder, progress on standard
/// error.
public final class LabSetup {
  private LabSetup() {}

  /// The lab.
  ///
  /// @param console whether what guests print is shown
  static Lab lab(boolean console) {
    return new Lab(cacheFolder(), temporaryFolder(), accelerator(), progress(console));
  }

  /// What guests need, whatever is done in them.
  ///
  /// @param console whether what guests print is shown
  public static Workshop workshop(boolean console) {
    return new Workshop(cacheFolder(), temporaryFolder(), accelerator(), progress(console));
  }

  /// What runs guests, if the environment says so (`INQUEST_LAB_ACCEL`).
  static Optional<Accelerator> accelerator() {
    String wanted = System.getenv("INQUEST_LAB_ACCEL");
    return wanted == null || wanted.isEmpty()
        ? Optional.empty()
        : Optional.of(Accelerator.parse(wanted));
  }

  /// Where guests' files are kept while they run.
  static Path temporaryFolder() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  /// Lines on standard error.
  static Progress progress(boolean console) {
    PrintStream err = System.err;
    return new Progress() {
      @Override
      public void step(String what) {
        err.println("inquest: " + what);
      }

      @Override
      public void console(String line) {
        if (console) {
          err.println(line);
        }
      }
    };
  }

  /// The lab's cache.
  static Path cacheFolder() {
    return UserCache.folder("lab");
  }
}
