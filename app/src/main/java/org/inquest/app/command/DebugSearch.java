package org.inquest.app.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.inquest.engine.debugfile.Debuginfod;
import org.inquest.engine.debugfile.SearchPlaces;
import org.inquest.formats.fault.Unsupported;

/// Where files with debugging information are looked for, as the command line and the environment
/// say. The variables are those of libdebuginfod (debuginfod-client-config(7)): `DEBUGINFOD_URLS`,
/// `DEBUGINFOD_CACHE_PATH`, `DEBUGINFOD_TIMEOUT` and `DEBUGINFOD_MAXTIME` in seconds,
/// `DEBUGINFOD_MAXSIZE` in bytes, `DEBUGINFOD_RETRY_LIMIT`, `DEBUGINFOD_HEADERS_FILE`.
final class DebugSearch {
  private static final int TIMEOUT = 90;

  /// Four times the largest vmlinux of today.
  private static final long MAX_SIZE = 4L << 30;

  /// As libdebuginfod's.
  private static final int RETRIES = 2;

  private static final int MAX_RETRIES = 100;
  private static final int MAX_HEADERS = 100;

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
        vmlinux,
        modules,
        beside,
        Path.of("/"),
        List.of(cache),
        unpacked(),
        server(cache, progress));
  }

  /// The folder of kernels' files that were packed.
  static Path unpacked() {
    return UserCache.folder("unpacked");
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
                new Debuginfod.Limits(
                    Duration.ofSeconds(number("DEBUGINFOD_TIMEOUT", TIMEOUT)),
                    Duration.ofSeconds(number("DEBUGINFOD_MAXTIME", 0)),
                    maxSize(),
                    (int) Math.min(MAX_RETRIES, number("DEBUGINFOD_RETRY_LIMIT", RETRIES))),
                headers(),
                progress)));
  }

  /// Zero is no limit.
  private static long maxSize() {
    long size = number("DEBUGINFOD_MAXSIZE", MAX_SIZE);
    return size == 0 ? Long.MAX_VALUE : size;
  }

  /// A header a line. A file that can't be read gives none: servers then say what they think of it.
  private static Map<String, String> headers() {
    String file = variable("DEBUGINFOD_HEADERS_FILE");
    Map<String, String> headers = new HashMap<>();
    try (Stream<String> lines = file.isEmpty() ? Stream.empty() : Files.lines(Path.of(file))) {
      lines
          .limit(MAX_HEADERS)
          .forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
              headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
            }
          });
    } catch (IOException | UncheckedIOException | InvalidPathException e) {
      headers.clear();
    }
    return headers;
  }

  /// The folder of old is used where there is one.
  private static Path cache() {
    String named = variable("DEBUGINFOD_CACHE_PATH");
    Path old = Path.of(System.getProperty("user.home"), ".debuginfod_client_cache");
    if (named.isEmpty()) {
      return Files.isDirectory(old) ? old : UserCache.base().resolve("debuginfod_client");
    }
    return Path.of(named);
  }

  private static String variable(String name) {
    String value = System.getenv(name);
    return value == null ? "" : value.strip();
  }

  /// Negative is zero: none.
  private static long number(String name, long otherwise) {
    String value = variable(name);
    return value.matches("-?[0-9]{1,15}") ? Math.max(0, Long.parseLong(value)) : otherwise;
  }
}
