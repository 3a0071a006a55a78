package org.inquest.engine.debugfile;

import java.util.Locale;
import java.util.Optional;

/// Which package of which distribution has a kernel's debugging information, by what the kernel
/// says of itself.
///
/// @param distribution "Debian", "Fedora or RHEL"
/// @param name of the package; for those who have none, what else has the file
public record DebugPackage(String distribution, String name) {

  /// The package of a kernel; empty for one that no known distribution built.
  public static Optional<DebugPackage> of(KernelIdentity kernel) {
    String banner = kernel.banner().orElse("").toLowerCase(Locale.ROOT);
    String release = kernel.release();
    // Release names by distribution: 6.1.0-56-amd64, 6.8.0-45-generic, 6.10.6-200.fc40.x86_64,
    // 5.14.0-427.el9.x86_64, 5.14.21-150400.24.63-default, 6.10.5-arch1-1.
    // The banner names who built it behind the release, and the compiler, which is somebody else's.
    if (banner.contains("-ubuntu")) {
      return Optional.of(new DebugPackage("Ubuntu", "linux-image-" + release + "-dbgsym"));
    }
    if (banner.contains("(debian-kernel@")) {
      return Optional.of(new DebugPackage("Debian", "linux-image-" + release + "-dbg"));
    }
    if (release.matches(".*\\.(fc|el|amzn|azl|cm)[0-9].*")) {
      return Optional.of(redHat(release));
    }
    if (banner.contains("(geeko@")) {
      return Optional.of(suse(release));
    }
    if (banner.contains("(linux@archlinux)")) {
      return Optional.of(
          new DebugPackage("Arch Linux", "no package: only its debuginfod server has the file"));
    }
    return Optional.empty();
  }

  /// A variant stands behind the release: `+debug`, `+rt`.
  private static DebugPackage redHat(String release) {
    int plus = release.indexOf('+');
    String plain = plus < 0 ? release : release.substring(0, plus);
    String variant = plus < 0 ? "" : release.substring(plus + 1) + "-";
    return new DebugPackage("Fedora or RHEL", "kernel-" + variant + "debuginfo-" + plain);
  }

  /// The flavour ends the release: `-default`, `-rt`.
  private static DebugPackage suse(String release) {
    int dash = release.lastIndexOf('-');
    String flavour = dash < 0 ? "default" : release.substring(dash + 1);
    String version = dash < 0 ? release : release.substring(0, dash);
    return new DebugPackage("SUSE", "kernel-" + flavour + "-debuginfo of version " + version);
  }
}
