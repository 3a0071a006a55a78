package org.inquest.app.cli;

import java.io.IOException;
import java.util.Locale;

/// Tells a reader that has seen enough (`| head`) from a disk that is full. The JDK gives both as
/// an [IOException] with the C library's words.
final class BrokenPipe {
  private BrokenPipe() {}

  static boolean is(Throwable e) {
    return e instanceof IOException
        && e.getMessage() != null
        && e.getMessage().toLowerCase(Locale.ROOT).contains("pipe");
  }
}
