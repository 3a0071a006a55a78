package org.inquest.lab.debian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.kernel.GuestKernel;

/// Debian's kernels by series ("6.1", "7.x") or release, fetched once and kept in the cache.
///
/// Builds are superseded and vanish from the archive, so nothing here names one: a series gives the
/// newest build that the archive has today, or the newest that is already cached.
public final class DebianKernels {
  private static final String IMAGE = "linux-image-";
  // A kernel's home release comes first: there it is maintained, elsewhere it may be a backport of
  // an older day.
  static final List<String> SUITES =
      List.of("bookworm", "trixie", "bullseye", "sid", "trixie-backports", "bookworm-backports");

  private final LabCache cache;
  private final Consumer<String> progress;

  /// @param progress told in one line what takes long
  public DebianKernels(LabCache cache, Consumer<String> progress) {
    this.cache = cache;
    this.progress = progress;
  }

  /// The newest kernel of a series.
  ///
  /// @param series "5.10", "6.1", "7.x", or a full release
  /// @param flavour what follows the version: "cloud-amd64" (small, boots fast), "amd64" (all
  ///   drivers)
  /// @param refresh look for a newer one although the cache has one
  /// @throws NotFound if no Debian release has such a kernel
  /// @throws Unavailable if the archive can't be asked
  public GuestKernel find(String series, String flavour, boolean refresh) {
    return cache.locked(() -> {
      Optional<GuestKernel> cached = refresh ? Optional.empty() : cached(series, flavour);
      return cached.orElseGet(() -> fetch(series, flavour));
    });
  }

  /// The newest kernel of a series that needs no network.
  Optional<GuestKernel> cached(String series, String flavour) {
    Pattern wanted = pattern(series, flavour);
    try (Stream<Path> s = Files.list(cache.kernels())) {
      return s.filter(p -> wanted.matcher(p.getFileName().toString()).matches())
          .max(Comparator.comparing(p -> p.getFileName().toString(), new VersionOrder()))
          .map(GuestKernel::inRoot);
    } catch (IOException e) {
      throw new Unavailable(
          "the kernel cache can't be read (" + e.getMessage() + ")", "remove " + cache.root());
    }
  }

  private GuestKernel fetch(String series, String flavour) {
    Mirror mirror = Mirror.ofThisMachine();
    Pattern wanted = pattern(series, flavour);
    for (String suite : SUITES) {
      progress.accept("looking for a kernel " + series + " in Debian " + suite);
      Archive archive = Archive.open(cache, mirror, suite);
      Optional<String> release = newest(archive.names(IMAGE + literalPrefix(series)), wanted);
      if (release.isPresent()) {
        return fetch(archive, release.get());
      }
    }
    throw new NotFound("kernel", series, "Debian's " + String.join(", ", SUITES));
  }

  private GuestKernel fetch(Archive archive, String release) {
    progress.accept("fetching kernel " + release);
    Path home = cache.kernels().resolve(release);
    Path partial = cache.kernels().resolve("partial-" + ProcessHandle.current().pid());
    // Since 7.x the image package is empty and depends on one with the binary and one with the
    // modules.
    List<String> packages =
        archive.closure(List.of(IMAGE + release)).stream()
            .filter(p -> p.startsWith("linux-") && p.endsWith(release))
            .filter(p -> p.matches("linux-(image|binary|modules)-.*"))
            .toList();
    archive.unpack(packages, partial);
    try {
      Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new Unavailable(
          "kernel " + release + " can't be kept (" + e.getMessage() + ")", "remove " + home);
    }
    return GuestKernel.inRoot(home);
  }

  /// The newest release among names of image packages.
  static Optional<String> newest(List<String> packages, Pattern wanted) {
    return packages.stream()
        .filter(n -> n.startsWith(IMAGE))
        .map(n -> n.substring(IMAGE.length()))
        .filter(r -> wanted.matcher(r).matches())
        .max(new VersionOrder());
  }

  /// Which releases a series means: "6.1" is 6.1.0-56 but not 6.12; "7.x" is any 7.
  static Pattern pattern(String series, String flavour) {
    if (series.endsWith("-amd64")) {
      return Pattern.compile(Pattern.quote(series));
    }
    // A backport of a series carries the release it was made for ("0.deb11"); the home release is
    // meant.
    return Pattern.compile(
        Pattern.quote(literalPrefix(series))
            + "(?:\\.(?!.*\\d\\.deb\\d)[0-9a-z.+~]+)?(?:-[0-9.]+)?-"
            + Pattern.quote(flavour));
  }

  private static String literalPrefix(String series) {
    return series.endsWith(".x") ? series.substring(0, series.length() - 2) : series;
  }
}
