package org.inquest.lab.debian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.process.Tool;

/// The programs that run inside guests: busybox, kexec, makedumpfile.
///
/// They come from Debian sid whatever the guest's kernel, because makedumpfile must know kernels
/// newer than itself: that of bookworm (1.7.2) can't filter a 6.12.
public final class GuestTools {
  private static final List<String> PACKAGES =
      List.of("busybox-static", "kexec-tools", "makedumpfile");
  private static final String LOADER = "lib64/ld-linux-x86-64.so.2";
  private static final String LIBRARIES = "usr/lib/x86_64-linux-gnu";

  private final Path root;

  private GuestTools(Path root) {
    this.root = root;
  }

  /// A program and the shared libraries it needs.
  ///
  /// @param path the program
  /// @param libraries the libraries, by the names under which the program asks for them
  /// @param loader the dynamic loader, which guests have at `/lib64/ld-linux-x86-64.so.2`
  public record Program(Path path, List<Path> libraries, Path loader) {}

  /// Fetches the tools, or finds them in the cache.
  ///
  /// @throws Unavailable if the archive can't be asked
  public static GuestTools prepare(LabCache cache, Consumer<String> progress) {
    return cache.locked(() -> {
      Path root = cache.tools().resolve("guest");
      if (!Files.isDirectory(root)) {
        progress.accept("fetching busybox, kexec and makedumpfile for guests");
        fetch(cache, root);
      }
      return new GuestTools(root);
    });
  }

  /// busybox, linked statically.
  public Path busybox() {
    return find("busybox");
  }

  /// A program with its libraries.
  ///
  /// @param name "kexec", "makedumpfile"
  public Program program(String name) {
    Path path = find(name);
    Path loader = root.resolve(Files.exists(root.resolve(LOADER)) ? LOADER : "usr/" + LOADER);
    // The loader itself tells what it would load, from this root only; no chroot is needed for
    // that.
    String listing =
        new Tool(loader.toString(), "libc6")
            .run(
                List.of(
                    "--library-path",
                    root.resolve(LIBRARIES).toString(),
                    "--list",
                    path.toString()),
                Duration.ofSeconds(20));
    return new Program(path, libraries(listing), loader);
  }

  /// Reads the loader's listing: `libz.so.1 => /root/usr/lib/x86_64-linux-gnu/libz.so.1
  /// (0x00007f...)`.
  static List<Path> libraries(String listing) {
    List<Path> all = new ArrayList<>();
    for (String line : listing.lines().toList()) {
      int arrow = line.indexOf("=> ");
      int end = line.lastIndexOf(" (");
      if (arrow >= 0 && end > arrow && !line.contains("ld-linux")) {
        all.add(Path.of(line.substring(arrow + 3, end)));
      }
    }
    return List.copyOf(all);
  }

  private Path find(String name) {
    return Stream.of("usr/bin", "usr/sbin", "bin", "sbin")
        .map(d -> root.resolve(d).resolve(name))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () -> new NotFound("program", name, root + " (remove that folder to fetch it again)"));
  }

  private static void fetch(LabCache cache, Path root) {
    Archive sid = Archive.open(cache, Mirror.ofThisMachine(), "sid");
    // Of what the packages depend on, guests need libraries only, not debconf, perl or dpkg.
    List<String> packages =
        sid.closure(PACKAGES).stream()
            .filter(p ->
                PACKAGES.contains(p) || (p.matches("lib.*|zlib1g.*") && !p.startsWith("libperl")))
            .toList();
    Path partial = root.resolveSibling("partial-" + ProcessHandle.current().pid());
    sid.unpack(packages, partial);
    try {
      Files.move(partial, root, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new Unavailable("guest tools can't be kept (" + e.getMessage() + ")", "remove " + root);
    }
  }
}
