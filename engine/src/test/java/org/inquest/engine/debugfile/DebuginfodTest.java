package org.inquest.engine.debugfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a server of a few lines on this machine.
class DebuginfodTest {
  private static final String ID = "1234567890123456789012345678901234567890";
  private static final byte[] FILE = "debugging information".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path folder;
  private ServerSocket socket = newSocket();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private int retries;
  private final List<Attempt> failed = new ArrayList<>();
  private final List<Long> progress = new ArrayList<>();

  private static ServerSocket newSocket() {
    try {
      return new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void serve() {
    Thread.ofVirtual()
        .start(() -> {
          while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
              answer(client);
            } catch (IOException e) {
              // The test is over, or the client has gone.
            }
          }
        });
  }

  private void answer(Socket client) throws IOException {
    byte[] request = new byte[4096];
    int length = client.getInputStream().read(request);
    String text = new String(request, 0, Math.max(0, length), StandardCharsets.US_ASCII);
    requests.add(text);
    String path = text.split(" ", 3)[1];
    String none = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    client
        .getOutputStream()
        .write(answers.getOrDefault(path, none).getBytes(StandardCharsets.US_ASCII));
  }

  @AfterEach
  void stop() throws IOException {
    socket.close();
  }

  private void give(String path, int promised) {
    answers.put(
        path + "/buildid/" + ID + "/debuginfo",
        "HTTP/1.1 200 OK\r\nContent-Length: "
            + promised
            + "\r\n\r\n"
            + new String(FILE, StandardCharsets.US_ASCII));
  }

  private Optional<Path> fetch(long most, String... paths) {
    List<URI> servers =
        Stream.of(paths)
            .map(path -> URI.create("http://127.0.0.1:" + socket.getLocalPort() + path))
            .toList();
    Debuginfod.Settings settings =
        new Debuginfod.Settings(
            servers,
            folder.resolve("cache"),
            new Debuginfod.Limits(Duration.ofSeconds(2), Duration.ZERO, most, retries),
            Map.of("X-Key", "secret"),
            (from, bytes, total) -> progress.add(bytes));
    return new Debuginfod(settings).debugInfo(ID, failed::add);
  }

  @Test
  void theSecondServerHasIt() throws IOException {
    give("/two", FILE.length);
    Path expected = folder.resolve("cache").resolve(ID).resolve("debuginfo");
    assertThat(fetch(1000, "/one", "/two/")).contains(expected);
    assertThat(Files.readAllBytes(expected)).isEqualTo(FILE);
    assertThat(failed).singleElement().asString().contains("/one/buildid/" + ID, "does not have");
    assertThat(progress).isNotEmpty().last().isEqualTo((long) FILE.length);
  }

  @Test
  void whatIsTooLargeOrBreaksOffIsNotKept() throws IOException {
    give("/large", FILE.length);
    give("/short", FILE.length + 10);
    assertThat(fetch(FILE.length - 1, "/large")).isEmpty();
    assertThat(fetch(1000, "/short")).isEmpty();
    assertThat(failed).map(Attempt::why).first().asString().contains("more than");
    assertThat(failed).hasSize(2);
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void aServerThatIsGoneIsToldOf() throws IOException {
    socket.close();
    assertThat(fetch(1000, "/gone")).isEmpty();
    assertThat(failed).singleElement().satisfies(a -> assertThat(a.why()).isNotBlank());
  }

  @Test
  void theServerHearsWhatIsTooLargeAndMayRefuseIt() {
    answers.put(
        "/big/buildid/" + ID + "/debuginfo",
        "HTTP/1.1 406 Not Acceptable\r\nContent-Length: 0\r\n\r\n");
    assertThat(fetch(12_345, "/big")).isEmpty();
    assertThat(requests).singleElement().asString().contains("X-DEBUGINFOD-MAXSIZE: 12345\r\n");
    assertThat(requests).singleElement().asString().contains("X-Key: secret\r\n");
    assertThat(failed).singleElement().asString().contains("more than 12345 bytes");
  }

  @Test
  void aServerMaySendOnToAnotherAddress() throws IOException {
    give("/real", FILE.length);
    for (String path : List.of("/moved", "/circle")) {
      String to = path.equals("/moved") ? "/real" : path;
      answers.put(
          path + "/buildid/" + ID + "/debuginfo",
          "HTTP/1.1 302 Found\r\nLocation: "
              + to
              + "/buildid/"
              + ID
              + "/debuginfo\r\nContent-Length: 0\r\n\r\n");
    }
    assertThat(fetch(1000, "/circle")).isEmpty();
    assertThat(failed).singleElement().asString().contains("again and again");
    assertThat(fetch(1000, "/moved").map(Path::toFile))
        .hasValueSatisfying(f -> assertThat(f).hasSize(FILE.length));
  }

  @Test
  void whatMayPassIsTriedAgainAndWhatIsNotThereIsNot() {
    answers.put(
        "/busy/buildid/" + ID + "/debuginfo",
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
    retries = 2;
    assertThat(fetch(1000, "/busy", "/nothing")).isEmpty();
    assertThat(requests).filteredOn(r -> r.contains("/busy/")).hasSize(3);
    assertThat(requests).filteredOn(r -> r.contains("/nothing/")).hasSize(1);
    assertThat(failed).map(Attempt::why).first().asString().contains("503");
  }

  /// The search asks a server last, and only for a build-id.
  @Test
  void theSearchTakesWhatWasFetched() {
    give("/s", FILE.length);
    Debuginfod.Settings settings =
        new Debuginfod.Settings(
            List.of(URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/s")),
            folder.resolve("cache"),
            new Debuginfod.Limits(Duration.ofSeconds(2), Duration.ZERO, 1000, 0),
            Map.of(),
            (from, bytes, total) -> {});
    SearchPlaces places =
        new SearchPlaces(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            folder,
            List.of(),
            folder.resolve("unpacked"),
            Optional.of(new Debuginfod(settings)));
    ModuleJudge judge = new ModuleJudge("m", Optional.of(ID), Optional.empty());
    assertThat(new DebugFiles(places, "6.1").module(judge).refused())
        .singleElement()
        .satisfies(attempt -> {
          assertThat(attempt.way()).isEqualTo(Way.SERVER);
          assertThat(attempt.why()).contains("an ELF file");
        });
  }
}
