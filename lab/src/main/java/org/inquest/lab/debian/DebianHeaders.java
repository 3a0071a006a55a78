package org.inquest.lab.debian;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.inquest.formats.elf.ElfMagic;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.process.Tool;

/// What Debian offers to build modules for one of its kernels: `linux-headers-RELEASE`, the part it
/// shares with its sister flavours (`-common`) and the programs of the kernel's build
/// (`linux-kbuild-*`), fetched once and kept in the cache.
public final class DebianHeaders {
  private static final String HEADERS = "linux-headers-";
  private static final List<String> PAHOLE = List.of("pahole", "libc6");

  private final LabCache cache;
  private final Consumer<String> progress;

  /// @param progress told in one line what takes long
  public DebianHeaders(LabCache cache, Consumer<String> progress) {
    this.cache = cache;
    this.progress = progress;
  }

  /// Programs for the build that this machine may lack or have too old: pahole, and a C library for
  /// kbuild's own. A kernel that was configured with pahole 1.26 or later (Debian's 7.x) calls it
  /// with options that bookworm's 1.24 refuses.
  ///
  /// @throws Unavailable if the archive can't be asked
  public Userland programs() {
    return Userland.prepare(cache, "build", PAHOLE, progress);
  }

  /// The folder that the packages of a release are unpacked in.
  ///
  /// @param release as `uname -r` prints it
  /// @throws Unavailable if the archive can't be asked or no longer has that release
  public Path root(String release) {
    Userland programs = programs();
    return cache.locked(() -> {
      Path root = cache.headers().resolve(release);
      if (!Files.isDirectory(root)) {
        progress.accept("fetching the headers of kernel " + release);
        fetch(release, programs, root);
      }
      return root;
    });
  }

  private void fetch(String release, Userland programs, Path root) {
    Archive archive = archive(HEADERS + release);
    List<String> packages =
        archive.closure(List.of(HEADERS + release)).stream()
            .filter(p -> p.matches("linux-(headers|kbuild)-.*"))
            .toList();
    Path partial = root.resolveSibling("partial-" + ProcessHandle.current().pid());
    archive.unpack(packages, partial);
    try {
      makeRunnable(partial.resolve("usr/lib"), programs);
      Files.move(partial, root, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new Unavailable(
          "headers of " + release + " can't be kept (" + e.getMessage() + ")", "remove " + root);
    }
  }

  private Archive archive(String headers) {
    Mirror mirror = Mirror.ofThisMachine();
    List<String> suites = new ArrayList<>(DebianKernels.SUITES);
    // The kernel came from a suite whose lists are here already: ask those first.
    suites.sort(Comparator.comparing(s -> !Files.isDirectory(cache.archive(s))));
    for (String suite : suites) {
      Archive archive = Archive.open(cache, mirror, suite);
      if (archive.names(headers).contains(headers)) {
        return archive;
      }
    }
    throw new Unavailable(
        "Debian no longer has the package " + headers,
        "take its newest kernel of that series (--refresh), or a kernel of your own with its build tree");
  }

  /// The programs of a newer release's kbuild want that release's C library. Those that this
  /// machine can't run are put behind one that can.
  private static void makeRunnable(Path kbuild, Userland programs) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(kbuild)) {
      files = all.filter(Files::isRegularFile).filter(Files::isExecutable).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    Tool ldd = new Tool("ldd", "libc-bin");
    for (Path file : files) {
      // ldd complains of a version of the C library, or of a library, that is "not found".
      if (isElf(file)
          && ldd.attempt(List.of(file.toString()), Map.of(), Duration.ofSeconds(20))
              .output()
              .contains("not found")) {
        programs.takeOver(file);
      }
    }
  }

  private static boolean isElf(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return ElfMagic.begins(in.readNBytes(4));
    }
  }
}
