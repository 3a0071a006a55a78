package org.inquest.lab.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.inquest.lab.watch.Sign;

/// What came of running a command in a guest.
///
/// @param sign what became of the guest
/// @param after how long the command had been running by then
/// @param report the dump, if the kernel broke and one could be taken
/// @param lost why there is no dump although the kernel broke; empty otherwise
/// @param consoleFile all the guest printed
public record Attempt(
    Sign sign, Duration after, Optional<RunReport> report, String lost, Path consoleFile) {

  /// Whether the kernel failed.
  public boolean broken() {
    return sign.broken();
  }
}
