package org.inquest.lab.sweep.probe;

import java.util.Optional;

/// Where debugfs and tracefs are mounted, and whether the kernel has them.
///
/// @param debugfs its folder; empty where it is not mounted
/// @param tracefs its folder; empty where it is not mounted
/// @param knowsDebugfs whether the kernel could mount debugfs; yes where that is not known
public record Mounts(Optional<String> debugfs, Optional<String> tracefs, boolean knowsDebugfs) {
  private static final String DEBUGFS = "/sys/kernel/debug";
  private static final String TRACEFS = "/sys/kernel/tracing";

  static Mounts of(KernelProbe.Looker look) {
    String mounts = look.text("/proc/mounts").orElse("");
    Optional<String> debugfs = mountOf(mounts, "debugfs", DEBUGFS);
    if (debugfs.isEmpty() && !look.names(DEBUGFS).isEmpty()) {
      debugfs = Optional.of(DEBUGFS); // A copy of the files, or no /proc to ask.
    }
    Optional<String> tracefs = mountOf(mounts, "tracefs", TRACEFS);
    if (tracefs.isEmpty()) {
      // Mounted when it is first looked at, below debugfs.
      tracefs =
          debugfs
              .map(d -> d + "/tracing")
              .filter(d -> !look.names(d).isEmpty())
              .or(() -> Optional.of(TRACEFS).filter(d -> !look.names(d).isEmpty()));
    }
    boolean knows = look.text("/proc/filesystems").map(f -> f.contains("debugfs")).orElse(true);
    return new Mounts(debugfs, tracefs, knows);
  }

  /// The folder where a file system is mounted, its usual one if there are several.
  private static Optional<String> mountOf(String mounts, String type, String usual) {
    Optional<String> found = Optional.empty();
    for (String line : mounts.lines().toList()) {
      String[] words = line.split(" ");
      if (words.length > 2
          && words[2].equals(type)
          && (found.isEmpty() || words[1].equals(usual))) {
        found = Optional.of(words[1]);
      }
    }
    return found;
  }
}
