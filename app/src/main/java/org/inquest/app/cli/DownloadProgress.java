package org.inquest.app.cli;

import java.io.PrintStream;
import org.inquest.engine.debugfile.Debuginfod;

/// Tells on standard error what is being fetched, or what large file is being read: a line when it
/// has taken a second, and one every few seconds after that.
final class DownloadProgress implements Debuginfod.Progress {
  private static final long FIRST = 1_000_000_000L;
  private static final long EVERY = 5_000_000_000L;
  private static final int MEGA = 1 << 20;

  private final PrintStream err;
  private String from = "";
  private long next;

  DownloadProgress(PrintStream err) {
    this.err = err;
  }

  @Override
  public void fetched(String address, long bytes, long total) {
    long now = System.nanoTime();
    if (!address.equals(from)) {
      from = address;
      next = now + FIRST;
    } else if (now - next >= 0) {
      next = now + EVERY;
      String of = total > 0 ? " of " + total / MEGA : "";
      String verb = address.contains("://") ? "fetching " : "reading ";
      err.println("inquest: " + verb + address + ": " + bytes / MEGA + of + " MB");
    }
  }
}
