package org.inquest.profile.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.inquest.formats.fault.Unavailable;
import org.inquest.profile.record.RecordState;

/// Asks the process that records.
public final class SessionControl {
  private final SessionFolder folder;

  public SessionControl(SessionFolder folder) {
    this.folder = folder;
  }

  /// Whether it answers.
  public boolean answers() {
    try {
      return ask("status", "").startsWith("ok");
    } catch (IOException e) {
      return false;
    }
  }

  /// How the recording stands.
  public RecordState status() {
    return request("status", "");
  }

  /// Ends it.
  public RecordState stop() {
    return request("stop", "");
  }

  /// Copies what is recorded so far into a file that can be read.
  public RecordState dump(Path file) {
    return request("dump", file.toString());
  }

  /// Forgets what is recorded so far.
  public RecordState reset() {
    return request("reset", "");
  }

  private RecordState request(String word, String argument) {
    SessionFolder.Daemon daemon =
        folder
            .daemon()
            .orElseThrow(
                () -> new Unavailable("no session is running", "inquest profile start begins one"));
    if (!daemon.alive()) {
      throw new Unavailable(
          "the session was killed (process " + daemon.pid() + " is gone)",
          "what it had recorded is in " + folder.profile() + "; inquest profile start begins anew");
    }
    try {
      return parse(ask(word, argument));
    } catch (IOException e) {
      throw new Unavailable(
          "the session's process " + daemon.pid() + " does not answer",
          "kill -TERM " + daemon.pid() + " ends it with a complete profile");
    }
  }

  private String ask(String word, String argument) throws IOException {
    try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(folder.control()))) {
      byte[] line = (word + " " + argument + "\n").getBytes(StandardCharsets.UTF_8);
      for (ByteBuffer out = ByteBuffer.wrap(line); out.hasRemaining(); ) {
        socket.write(out);
      }
      BufferedReader in = new BufferedReader(Channels.newReader(socket, StandardCharsets.UTF_8));
      String answer = in.readLine();
      if (answer == null) {
        throw new IOException("no answer");
      }
      return answer;
    }
  }

  /// `ok SAMPLES LOST THROTTLED BYTES MILLISECONDS FULL`, or `error WHY`.
  private RecordState parse(String answer) throws IOException {
    if (answer.startsWith("error ")) {
      throw new Unavailable("the session could not do it", answer.substring("error ".length()));
    }
    String[] words = answer.split(" ", -1);
    if (words.length != 7 || !answer.matches("ok( \\d{1,18}){5} (true|false)")) {
      throw new IOException("an answer of another form");
    }
    return new RecordState(
        folder.profile(),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]),
        Long.parseLong(words[5]) / 1000.0,
        Boolean.parseBoolean(words[6]),
        OptionalInt.empty());
  }

  /// The answer of [#parse] for a state.
  static String line(RecordState state) {
    return "ok "
        + state.samples()
        + " "
        + state.lost()
        + " "
        + state.throttled()
        + " "
        + state.bytes()
        + " "
        + Math.round(state.seconds() * 1000)
        + " "
        + state.full();
  }
}
