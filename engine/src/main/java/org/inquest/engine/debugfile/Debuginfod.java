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
import java.util.Map;
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

  /// Servers that send on to others.
  private static final int MAX_HOPS = 5;

  private final Settings settings;

  /// What the environment says of servers.
  ///
  /// @param servers asked one after the other, `http` and `https`
  /// @param cache folder of what was fetched; made when it is needed
  /// @param headers sent with each request, by name: an authorisation for example
  /// @param progress told what is being fetched, and how many bytes are there; never an error
  public record Settings(
      List<URI> servers,
      Path cache,
      Limits limits,
      Map<String, String> headers,
      Progress progress) {
    public Settings {
      servers = List.copyOf(servers);
      headers = Map.copyOf(headers);
    }
  }

  /// What a server is allowed.
  ///
  /// @param timeout for connecting, and for each pause of a server; zero for any
  /// @param maxTime for a whole file; zero for any
  /// @param maxBytes of a file; larger ones are not fetched
  /// @param retries after a failure that may pass; a server that does not have a file is asked once
  public record Limits(Duration timeout, Duration maxTime, long maxBytes, int retries) {}

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
        return Optional.of(fetchPatiently(URI.create(address), buildId));
      } catch (IOException | IllegalArgumentException e) {
        failed.accept(Attempt.refused(address, Way.SERVER, String.valueOf(e.getMessage())));
      }
    }
    return Optional.empty();
  }

  /// The server has answered: asking again would not help.
  private static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    Refused(String why) {
      super(why);
    }
  }

  private Path fetchPatiently(URI address, String buildId) throws IOException {
    for (int failures = 0; ; failures++) {
      try {
        return fetch(address, buildId);
      } catch (Refused e) {
        throw e;
      } catch (IOException e) {
        if (failures >= settings.limits.retries) {
          throw e;
        }
      }
    }
  }

  private Path fetch(URI address, String buildId) throws IOException {
    URI at = address;
    for (int hops = 0; hops <= MAX_HOPS; hops++) {
      HttpURLConnection connection = connect(at);
      try {
        int status = connection.getResponseCode();
        String location = connection.getHeaderField("Location");
        if (status / 100 != 3 || location == null) {
          check(status);
          return keep(connection, at, buildId);
        }
        at = at.resolve(location);
      } finally {
        connection.disconnect();
      }
    }
    throw new Refused("the server leads to another one again and again");
  }

  private HttpURLConnection connect(URI address) throws IOException {
    if (!(address.toURL().openConnection() instanceof HttpURLConnection connection)) {
      throw new Refused("is no http address");
    }
    int millis = (int) Math.min(settings.limits.timeout.toMillis(), Integer.MAX_VALUE);
    connection.setConnectTimeout(millis);
    connection.setReadTimeout(millis);
    // Java would not follow from http to https.
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("User-Agent", "inquest");
    if (settings.limits.maxBytes < Long.MAX_VALUE) {
      connection.setRequestProperty(
          "X-DEBUGINFOD-MAXSIZE", Long.toString(settings.limits.maxBytes));
    }
    settings.headers.forEach(connection::setRequestProperty);
    return connection;
  }

  private void check(int status) throws IOException {
    switch (status) {
      case HttpURLConnection.HTTP_OK -> {}
      case HttpURLConnection.HTTP_NOT_FOUND -> throw new Refused("the server does not have it");
      // It has read X-DEBUGINFOD-MAXSIZE.
      case HttpURLConnection.HTTP_NOT_ACCEPTABLE -> throw tooLarge();
      default -> throw new IOException("the server answers " + status);
    }
  }

  private Path keep(HttpURLConnection connection, URI address, String buildId) throws IOException {
    long sent = connection.getContentLengthLong();
    // Servers tell the file's size apart where they send it in pieces.
    long total = sent >= 0 ? sent : connection.getHeaderFieldLong("X-DEBUGINFOD-SIZE", -1);
    if (total > settings.limits.maxBytes) {
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
    long begun = System.nanoTime();
    long since = begun;
    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
      done += read;
      if (done > settings.limits.maxBytes) {
        throw tooLarge();
      }
      out.write(piece, 0, read);
      settings.progress.fetched(address.toString(), done, total);
      long now = System.nanoTime();
      if (isOver(now - begun, settings.limits.maxTime)) {
        throw new Refused(
            "the file takes longer than " + settings.limits.maxTime.toSeconds() + " s");
      }
      if (isOver(now - since, settings.limits.timeout)) {
        if (done - checked < SLOWEST) {
          throw new IOException("the server sends less than " + SLOWEST + " bytes in its time");
        }
        checked = done;
        since = now;
      }
    }
    if (total >= 0 && done != total) {
      throw new IOException("the server broke off after " + done + " of " + total + " bytes");
    }
  }

  private static boolean isOver(long nanos, Duration limit) {
    return !limit.isZero() && nanos > limit.toNanos();
  }

  private Refused tooLarge() {
    return new Refused("the file has more than " + settings.limits.maxBytes + " bytes");
  }
}
