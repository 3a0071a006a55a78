package org.inquest.lab.ready.check;

import java.util.Optional;
import org.inquest.lab.ready.HostFiles;

/// The options a kernel was built with, where its distribution keeps them in `/boot`.
final class KernelOptions {
  private KernelOptions() {}

  /// Whether an option is built in.
  ///
  /// @param name without `CONFIG_`
  /// @return empty if the list is not at hand
  static Optional<Boolean> has(HostFiles host, String name) {
    return host.text("/proc/sys/kernel/osrelease")
        .seen()
        .or(() -> host.text("/proc/version").seen().flatMap(KernelOptions::release))
        .flatMap(release -> host.text("/boot/config-" + release).seen())
        .map(all -> all.lines().anyMatch(("CONFIG_" + name + "=y")::equals));
  }

  private static Optional<String> release(String version) {
    String[] words = version.split("\\s+");
    return words.length > 2 ? Optional.of(words[2]) : Optional.empty();
  }
}
