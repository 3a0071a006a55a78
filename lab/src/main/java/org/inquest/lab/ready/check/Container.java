package org.inquest.lab.ready.check;

import java.util.List;
import java.util.Optional;
import org.inquest.lab.ready.HostFiles;

/// Whether what we see is a container: then `/proc` and `/sys` are the host's, but `/etc`, `/boot`
/// and `/var` are not.
final class Container {
  static final String REMEDY = "run it on the host, or give the host's tree with --root";

  private static final List<String> MARKS = List.of("/.dockerenv", "/run/.containerenv");
  // systemd.io/CONTAINER_INTERFACE
  private static final String SYSTEMD = "/run/systemd/container";

  private Container() {}

  /// The file that gives the container away.
  static Optional<String> mark(HostFiles host) {
    if (!host.live()) {
      return Optional.empty(); // Then the copy is what was asked about.
    }
    if (host.exists(SYSTEMD)) {
      return Optional.of(SYSTEMD);
    }
    return MARKS.stream().filter(host::exists).findFirst();
  }
}
