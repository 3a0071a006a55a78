package org.inquest.engine.debugfile;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Fetches debugging information from debuginfod servers by build-id: `GET
/// /buildid/BUILDID/debuginfo` (debuginfod(8), WEBAPI), into a cache that is laid out as that of
/// libdebuginfod, so that other debuggers find it there.
///
/// `java.net.http` would be one more module in every start of the program; what is needed of HTTP
/// `java.base` has.
public final class Debuginfod {
  private static final int PIECE = 1 << 16;

  /// Bytes within each [Settings#timeout], as libdebuginfod asks for: a server that drips is none.
  private static final int SLOWEST = 100 << 10;

  private final Settings settings;

  /// What the environment says of servers.
  ///
  /// @param servers asked one after the other, `http` and `https`
  /// @param cache folder of what was fetched; made when it is needed
  /// @param timeout for connecting, and for each pause of a server
  /// @param maxBytes of a file; larger ones are not fetched
  /// @param progress told what is being fetched, and how many bytes are there; never an error
  public record Settings(
      List<URI> servers, Path cache, Duration timeout, long maxBytes, Progress progress) {
    public Settings {
      servers = List.copyOf(servers);
    }
  }

  /// Hears of a download.
  @FunctionalInterface
  public interface Progress {
    /// @param total bytes, or -1 where the server does not say
    void fetched(String from, long bytes, long total);
  }

  public Debuginfod(Settings settings) {
    this.settings = settings;
  }

  /// Fetches the file with the debugging information of a build.
  ///
  /// @param buildId in hexadecimal
  /// @param failed told of each server that did not give it
  Optional<Path> debugInfo(String buildId, Consumer<Attempt> failed) {
    for (URI server : settings.servers) {
      String base = server.toString();
      String slash = base.endsWith("/") ? "" : "/";
      String address = base + slash + "buildid/" + buildId + "/debuginfo";
      try {
        return Optional.of(fetch(URI.create(address), buildId));
      } catch (IOException | IllegalArgumentException e) {
        failed.accept(Attempt.refused(address, Way.SERVER, String.valueOf(e.getMessage())));
      }
    }
    return Optional.empty();
  }

  private Path fetch(URI address, String buildId) throws IOException {
    if (!(address.toURL().openConnection() instanceof HttpURLConnection connection)) {
      throw new IOException("is no http address");
    }
    int millis = (int) Math.min(settings.timeout.toMillis(), Integer.MAX_VALUE);
    connection.setConnectTimeout(millis);
    connection.setReadTimeout(millis);
    connection.setRequestProperty("User-Agent", "inquest");
    try {
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw new IOException(
            status == HttpURLConnection.HTTP_NOT_FOUND
                ? "the server does not have it"
                : "the server answers " + status);
      }
      return keep(connection, address, buildId);
    } finally {
      connection.disconnect();
    }
  }

  private Path keep(HttpURLConnection connection, URI address, String buildId) throws IOException {
    long total = connection.getContentLengthLong();
    if (total > settings.maxBytes) {
      throw tooLarge();
    }
    Path folder = Files.createDirectories(settings.cache.resolve(buildId));
    Path part = Files.createTempFile(folder, "debuginfo.", ".part");
    try {
      try (InputStream in = connection.getInputStream();
          OutputStream out = Files.newOutputStream(part)) {
        copy(in, out, address, total);
      }
      return Files.move(
          part,
          folder.resolve("debuginfo"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void copy(InputStream in, OutputStream out, URI address, long total) throws IOException {
    byte[] piece = new byte[PIECE];
    long done = 0;
    long checked = 0;
    long since = System.nanoTime();
    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
      done += read;
      if (done > settings.maxBytes) {
        throw tooLarge();
      }
      out.write(piece, 0, read);
      settings.progress.fetched(address.toString(), done, total);
      if (System.nanoTime() - since > settings.timeout.toNanos()) {
        if (done - checked < SLOWEST) {
          throw new IOException("the server sends less than " + SLOWEST + " bytes in its time");
        }
        checked = done;
        since = System.nanoTime();
      }
    }
    if (total >= 0 && done != total) {
      throw new IOException("the server broke off after " + done + " of " + total + " bytes");
    }
  }

  private IOException tooLarge() {
    return new IOException("the file has more than " + settings.maxBytes + " bytes");
  }
}
