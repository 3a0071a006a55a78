package org.inquest.lab.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.fault.UsageError;

/// A kernel to boot, and the modules that go with it.
///
/// @param release as `uname -r` prints it
/// @param image the bzImage
/// @param modules folder with `kernel/...` below it; empty where all drivers are built in
public record GuestKernel(String release, Path image, Optional<Path> modules) {
  private static final String BUILD = "build";

  /// A kernel someone built: a bzImage, or a folder with a file `bzImage` or `vmlinuz*` and perhaps
  /// `lib/modules/RELEASE`.
  ///
  /// @throws UsageError if there is no such file
  public static GuestKernel local(Path path) {
    Path image = Files.isDirectory(path) ? imageIn(path) : path;
    String release = BzImage.release(image);
    Path modules = path.resolve("lib/modules").resolve(release);
    return new GuestKernel(
        release, image, Files.isDirectory(modules) ? Optional.of(modules) : Optional.empty());
  }

  /// The kernel of an unpacked Debian image package: `boot/vmlinuz-RELEASE` and
  /// `lib/modules/RELEASE`, or, since 7.x, both below `usr/lib/modules/RELEASE`.
  ///
  /// @throws NotFound if the folder holds none
  public static GuestKernel inRoot(Path root) {
    for (String place : List.of("lib/modules", "usr/lib/modules")) {
      List<Path> releases = list(root.resolve(place));
      if (!releases.isEmpty()) {
        Path modules = releases.getFirst();
        String release = modules.getFileName().toString();
        Path boot = root.resolve("boot/vmlinuz-" + release);
        return new GuestKernel(
            release, Files.exists(boot) ? boot : modules.resolve("vmlinuz"), Optional.of(modules));
      }
    }
    throw new NotFound(
        "kernel", root.getFileName().toString(), root + " (remove that folder to fetch it again)");
  }

  /// What the kernel's code can be read from: the ELF file of the tree it was built in, else the
  /// image, in which it is packed.
  public Path code() {
    return buildTree().map(tree -> tree.resolve("vmlinux")).filter(Files::exists).orElse(image);
  }

  /// A list of its symbols that lies beside the image.
  public Optional<Path> symbols() {
    return Stream.of("System.map", "System.map.gz")
        .map(image::resolveSibling)
        .filter(Files::exists)
        .findFirst();
  }

  /// The tree a kernel was built in, or its headers, if it lies beside it: `build` in the image's
  /// folder, or in the folder of the modules, where `make modules_install` leaves a link.
  public Optional<Path> buildTree() {
    return Stream.concat(
            Stream.of(image.resolveSibling(BUILD)), modules.map(m -> m.resolve(BUILD)).stream())
        .filter(p -> Files.exists(p.resolve("Makefile")))
        .findFirst();
  }

  private static Path imageIn(Path folder) {
    Path bzImage = folder.resolve("bzImage");
    if (Files.exists(bzImage)) {
      return bzImage;
    }
    return list(folder).stream()
        .filter(p -> p.getFileName().toString().startsWith("vmlinuz"))
        .findFirst()
        .orElseThrow(() -> new UsageError("no bzImage or vmlinuz in " + folder));
  }

  private static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> s = Files.list(folder)) {
      return s.sorted().toList();
    } catch (IOException e) {
      throw new Unavailable(folder + " can't be read", String.valueOf(e.getMessage()));
    }
  }
}
