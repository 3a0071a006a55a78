package org.inquest.lab.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.inquest.formats.fault.Unavailable;

/// A kernel's source while it becomes a kernel.
///
/// @param root the folder with the kernel's `Makefile`
/// @param log where the steps tell what they do
record SourceTree(Path root, BuildLog log) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss 'UTC' yyyy", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Duration SOON = Duration.ofMinutes(10);
  private static final Duration COMPILE = Duration.ofMinutes(90);

  /// Unpacks an archive whose files stand in one folder.
  static SourceTree unpack(Path archive, Path root, BuildLog log) throws IOException {
    Files.createDirectories(root);
    List<String> command =
        List.of("tar", "-C", root.toString(), "--strip-components=1", "-xf", archive.toString());
    log.run("unpacking the source", command, Map.of(), SOON);
    return new SourceTree(root, log);
  }

  /// Applies patches in the order of their names.
  ///
  /// @throws Unavailable naming the one that does not fit this source
  void patch(SortedMap<String, String> patches) throws IOException {
    for (Map.Entry<String, String> patch : patches.entrySet()) {
      Path file = root.resolveSibling(patch.getKey());
      Files.writeString(file, patch.getValue());
      log.run("applying " + patch.getKey(), patchCommand(file, root), Map.of(), SOON);
    }
  }

  /// The command that applies a patch or fails; no backups and no leftovers of failed parts. One
  /// line of context may differ: newer source of the series moves on, but a hunk must not find a
  /// wrong place.
  static List<String> patchCommand(Path patch, Path root) {
    return List.of(
        "patch",
        "-p1",
        "--batch",
        "--forward",
        "--fuzz=1",
        "--no-backup-if-mismatch",
        "--reject-file=-",
        "-d",
        root.toString(),
        "-i",
        patch.toString());
  }

  /// Makes the `.config`: nothing but what the recipe asks for, and what that needs.
  ///
  /// @throws Unavailable naming the options that this source does not accept
  void configure(KernelRecipe recipe) throws IOException {
    Path fragment = root.resolveSibling("fragment");
    Files.writeString(fragment, recipe.config());
    log.run(
        "configuring",
        List.of("make", "-C", root.toString(), "allnoconfig"),
        Map.of("KCONFIG_ALLCONFIG", fragment.toString()),
        SOON);
    List<String> missing = recipe.missing(Files.readString(root.resolve(".config")));
    if (!missing.isEmpty()) {
      throw new Unavailable(
          "this source refuses " + String.join(", ", missing),
          "what they depend on has changed; correct kernels/" + recipe.name() + "/config");
    }
  }

  /// Compiles kernel and modules.
  void compile() throws IOException {
    // Two builds of one source shall be alike, and the tree is moved when it is finished: neither
    // the day nor the folder goes into the kernel.
    String prefix = "-ffile-prefix-map=" + root + "=.";
    log.run(
        "compiling",
        List.of(
            "nice",
            "-n",
            "5",
            "make",
            "-C",
            root.toString(),
            "-j" + Runtime.getRuntime().availableProcessors(),
            "KCFLAGS=" + prefix,
            "KAFLAGS=" + prefix,
            "KBUILD_BUILD_USER=inquest",
            "KBUILD_BUILD_HOST=lab",
            "KBUILD_BUILD_TIMESTAMP=" + sourceDate(),
            "all"),
        Map.of(),
        COMPILE);
  }

  private String sourceDate() throws IOException {
    return DATE.format(Files.getLastModifiedTime(root.resolve("Makefile")).toInstant());
  }

  /// Removes what neither a guest nor a module's build needs any more: most of the objects' 1 GB.
  void prune() throws IOException {
    List<Path> objects;
    try (Stream<Path> all = Files.walk(root)) {
      objects =
          all.filter(p -> p.toString().endsWith(".o") || p.toString().endsWith(".a"))
              .filter(Files::isRegularFile)
              .toList();
    }
    for (Path object : objects) {
      Files.delete(object);
    }
  }
}
