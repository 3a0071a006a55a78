package org.inquest.app.command;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.debugfile.Debuginfod;
import org.inquest.engine.debugfile.SearchPlaces;
import org.inquest.formats.fault.Unsupported;

/// Where files with debugging information are looked for, as the command line and the environment
/// say. The variables are those of libdebuginfod (debuginfod-client-config(7)): `DEBUGINFOD_URLS`,
/// `DEBUGINFOD_CACHE_PATH`, `DEBUGINFOD_TIMEOUT` in seconds, `DEBUGINFOD_MAXSIZE` in bytes.
final class DebugSearch {
  private static final int TIMEOUT = 90;

  /// Four times the largest vmlinux of today.
  private static final long MAX_SIZE = 4L << 30;

  private DebugSearch() {}

  /// @param dumps what the user wants to know about; files may lie beside the first of them
  /// @param vmlinux the file that was named with `--vmlinux`
  /// @param modules the folder that was named with `--modules`
  /// @throws Unsupported where that is none
  static SearchPlaces places(
      List<Path> dumps,
      Optional<Path> vmlinux,
      Optional<Path> modules,
      Debuginfod.Progress progress) {
    if (modules.isPresent() && !Files.isDirectory(modules.get())) {
      throw new Unsupported("--modules " + modules.get() + ": is no folder");
    }
    Optional<Path> beside =
        dumps.stream().findFirst().map(dump -> dump.toAbsolutePath().getParent());
    Path cache = cache();
    return new SearchPlaces(
        vmlinux, modules, beside, Path.of("/"), List.of(cache), server(cache, progress));
  }

  private static Optional<Debuginfod> server(Path cache, Debuginfod.Progress progress) {
    List<URI> servers = new ArrayList<>();
    for (String word : variable("DEBUGINFOD_URLS").split("\\s+")) {
      if (word.startsWith("http://") || word.startsWith("https://")) {
        try {
          servers.add(URI.create(word));
        } catch (IllegalArgumentException e) {
          // What is no address names no server; debug-info shows which were asked.
        }
      }
    }
    if (servers.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Debuginfod(
            new Debuginfod.Settings(
                servers,
                cache,
                Duration.ofSeconds(number("DEBUGINFOD_TIMEOUT", TIMEOUT)),
                number("DEBUGINFOD_MAXSIZE", MAX_SIZE),
                progress)));
  }

  private static Path cache() {
    String named = variable("DEBUGINFOD_CACHE_PATH");
    return named.isEmpty() ? UserCache.base().resolve("debuginfod_client") : Path.of(named);
  }

  private static String variable(String name) {
    String value = System.getenv(name);
    return value == null ? "" : value.strip();
  }

  private static long number(String name, long otherwise) {
    String value = variable(name);
    return value.matches("[1-9][0-9]{0,14}") ? Long.parseLong(value) : otherwise;
  }
}
