package org.inquest.engine.debugfile;

import java.nio.file.Path;
import java.util.List;

/// Where distributions and the kernel's own `make install` put a kernel's files, by release.
final class DistributionFolders {
  private final Path root;
  private final String release;

  /// @param root of the machine's files
  DistributionFolders(Path root, String release) {
    this.root = root;
    this.release = release;
  }

  /// Whether the release can be part of a path at all: it comes from the dump.
  boolean usable() {
    return release.matches("[A-Za-z0-9][A-Za-z0-9._+~-]{0,128}");
  }

  /// The files a kernel may be in.
  List<Path> kernels() {
    return List.of(
        // Debian (linux-image-*-dbg) and Ubuntu (linux-image-*-dbgsym)
        root.resolve("usr/lib/debug/boot/vmlinux-" + release),
        // Fedora, RHEL, CentOS (kernel-debuginfo), Debian since 5.x beside the modules
        root.resolve("usr/lib/debug/lib/modules/" + release + "/vmlinux"),
        root.resolve("usr/lib/debug/usr/lib/modules/" + release + "/vmlinux"),
        // SUSE (kernel-*-debuginfo), before and after its move of /lib to /usr/lib
        root.resolve("usr/lib/debug/boot/vmlinux-" + release + ".debug"),
        root.resolve("usr/lib/debug/usr/lib/modules/" + release + "/vmlinux.debug"),
        // a kernel that was built on this machine
        root.resolve("lib/modules/" + release + "/build/vmlinux"),
        root.resolve("lib/modules/" + release + "/vmlinux"),
        root.resolve("usr/lib/modules/" + release + "/vmlinux"),
        root.resolve("boot/vmlinux-" + release));
  }

  /// What boot loaders load, with the packed kernel in it.
  List<Path> bootImages() {
    return List.of(
        root.resolve("boot/vmlinuz-" + release),
        // Fedora, Arch, Debian since 7.x
        root.resolve("lib/modules/" + release + "/vmlinuz"),
        root.resolve("usr/lib/modules/" + release + "/vmlinuz"));
  }

  /// The folders with its modules, those with debugging information first.
  List<Path> modules() {
    return List.of(
        root.resolve("usr/lib/debug/lib/modules/" + release),
        root.resolve("usr/lib/debug/usr/lib/modules/" + release),
        root.resolve("lib/modules/" + release),
        root.resolve("usr/lib/modules/" + release));
  }

  private Path separate() {
    return root.resolve("usr/lib/debug");
  }

  /// Where the tree that repeats the machine's folders has a folder.
  Path repeated(Path folder) {
    Path from = root.toAbsolutePath();
    return folder.startsWith(from) ? separate().resolve(from.relativize(folder)) : separate();
  }

  /// The file of a build-id: `.build-id/ab/cdef....debug`.
  Path byBuildId(String buildId) {
    return separate()
        .resolve(".build-id")
        .resolve(buildId.substring(0, 2))
        .resolve(buildId.substring(2) + ".debug");
  }
}
