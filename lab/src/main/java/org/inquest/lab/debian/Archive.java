package org.inquest.lab.debian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.process.Tool;

/// One Debian release as apt sees it through lists of our own.
public final class Archive {
  private static final Tool APT_GET = new Tool("apt-get", "apt");
  private static final Tool APT_CACHE = new Tool("apt-cache", "apt");
  private static final Tool DPKG = new Tool("dpkg", "dpkg");
  private static final Duration FRESH = Duration.ofHours(20);
  private static final String KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

  private static final String VERSION = "Version:";
  private static final String HOST = "amd64";

  private final String suite;
  private final String architecture;
  private final Path state;
  private final Path configuration;

  private Archive(String suite, String architecture, Path state) {
    this.suite = suite;
    this.architecture = architecture;
    this.state = state;
    this.configuration = state.resolve("apt.conf");
  }

  /// Opens a release by its code name, fetching its package lists unless they are less than a day
  /// old.
  ///
  /// @param suite "bookworm", "sid"
  /// @throws Unavailable if the lists can't be fetched
  public static Archive open(LabCache cache, Mirror mirror, String suite) {
    return open(new Archive(suite, HOST, cache.archive(suite)), mirror);
  }

  /// The same for the packages of another architecture.
  ///
  /// @param architecture as Debian has it: "arm64"
  public static Archive open(LabCache cache, Mirror mirror, String suite, String architecture) {
    Path state = cache.archive(suite + "-" + architecture);
    return open(new Archive(suite, architecture, state), mirror);
  }

  private static Archive open(Archive archive, Mirror mirror) {
    try {
      archive.configure(mirror);
      archive.update();
    } catch (IOException e) {
      throw new Unavailable(
          "package lists of " + archive.suite + " can't be kept (" + e.getMessage() + ")",
          "make room");
    }
    return archive;
  }

  /// Names of packages that begin with `prefix`.
  public List<String> names(String prefix) {
    return APT_CACHE
        .run(List.of("pkgnames", prefix), environment(), Duration.ofSeconds(60))
        .lines()
        .sorted()
        .toList();
  }

  /// The newest version of a package.
  ///
  /// @throws NotFound if this release has no such package
  public String version(String debianPackage) {
    return APT_CACHE
        .attempt(
            List.of("show", "--no-all-versions", debianPackage),
            environment(),
            Duration.ofSeconds(60))
        .output()
        .lines()
        .filter(l -> l.startsWith(VERSION))
        .map(l -> l.substring(VERSION.length()).strip())
        .findFirst()
        .orElseThrow(() -> new NotFound("package", debianPackage, "Debian " + suite));
  }

  /// Names of the packages that `roots` need, themselves included, directly or through others.
  public List<String> closure(List<String> roots) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "depends",
                "--recurse",
                "--no-recommends",
                "--no-suggests",
                "--no-conflicts",
                "--no-breaks",
                "--no-replaces",
                "--no-enhances"));
    arguments.addAll(roots);
    return APT_CACHE
        .run(arguments, environment(), Duration.ofSeconds(60))
        .lines()
        .filter(l -> !l.isEmpty() && Character.isLetterOrDigit(l.charAt(0)))
        .distinct()
        .toList();
  }

  /// Downloads packages and unpacks them, scripts not run, over each other into `target`.
  ///
  /// @throws Unavailable if one is not in this release, can't be fetched, or there is no room
  public void unpack(List<String> packages, Path target) {
    Path downloads = state.resolve("downloads");
    try {
      Files.createDirectories(downloads);
      Files.createDirectories(target);
      clear(downloads);
      List<String> arguments = new ArrayList<>(List.of("-q", "download"));
      arguments.addAll(packages);
      // "download" writes to the current folder; env -C is how to choose one without a shell.
      List<String> inFolder = new ArrayList<>(List.of("-C", downloads.toString(), "apt-get"));
      inFolder.addAll(arguments);
      new Tool("env", "coreutils").run(inFolder, environment(), Duration.ofMinutes(10));
      for (Path deb : list(downloads)) {
        DPKG.run(List.of("-x", deb.toString(), target.toString()), Duration.ofMinutes(3));
      }
      clear(downloads);
    } catch (IOException e) {
      throw new Unavailable(
          "packages of " + suite + " can't be unpacked (" + e.getMessage() + ")",
          "make room in " + target);
    }
  }

  private void configure(Mirror mirror) throws IOException {
    Files.createDirectories(state.resolve("lists/partial"));
    Files.createDirectories(state.resolve("cache/archives/partial"));
    Files.writeString(state.resolve("sources.list"), sources(mirror, suite));
    Files.writeString(
        configuration,
        """
        Dir::Etc::SourceList "%1$s/sources.list";
        Dir::Etc::SourceParts "/dev/null";
        Dir::State::Lists "%1$s/lists";
        Dir::State::Status "/dev/null";
        Dir::Cache "%1$s/cache";
        APT::Architecture "%2$s";
        APT::Architectures { "%2$s"; };
        APT::Sandbox::User "root";
        Acquire::Languages "none";
        Acquire::Retries "2";
        """
            .formatted(state, architecture));
  }

  /// The sources list of a release: sid has no security archive of its own.
  static String sources(Mirror mirror, String suite) {
    String line = "deb [signed-by=" + KEYRING + "] %s %s main\n";
    String text = line.formatted(mirror.main(), suite);
    boolean hasSecurity = !suite.equals("sid") && !suite.endsWith("-backports");
    if (hasSecurity && !mirror.security().isEmpty()) {
      text += line.formatted(mirror.security(), suite + "-security");
    }
    return text;
  }

  private void update() throws IOException {
    Path stamp = state.resolve("updated");
    if (Files.exists(stamp)
        && Files.getLastModifiedTime(stamp).toInstant().isAfter(Instant.now().minus(FRESH))) {
      return;
    }
    APT_GET.run(
        List.of("-q", "-o", "APT::Update::Error-Mode=any", "update"),
        environment(),
        Duration.ofMinutes(5));
    Files.writeString(stamp, "");
  }

  private Map<String, String> environment() {
    return Map.of("APT_CONFIG", configuration.toString());
  }

  private static void clear(Path folder) throws IOException {
    for (Path p : list(folder)) {
      Files.delete(p);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> s = Files.list(folder)) {
      return s.toList();
    }
  }
}
