package org.inquest.lab.guest;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.inquest.formats.fault.Unavailable;

/// QEMU's control socket (QMP, `docs/interop/qmp-spec.rst` of QEMU): one JSON object a line each
/// way.
///
/// Replies begin with `{"return"` or `{"error"`, events with `{"timestamp"`; that is all we have to
/// tell apart, so no JSON library is needed.
public final class Qmp implements AutoCloseable {
  private final SocketChannel channel;
  private final BufferedReader in;

  private Qmp(SocketChannel channel) {
    this.channel = channel;
    this.in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
  }

  /// Connects and leaves the negotiation mode.
  ///
  /// @throws Unavailable if nobody answers
  public static Qmp connect(Path socket) {
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(socket));
      Qmp qmp = new Qmp(channel);
      qmp.in.readLine(); // The greeting.
      qmp.execute("qmp_capabilities");
      return qmp;
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /// Runs a command that takes no arguments and waits for its end.
  ///
  /// @param command "inject-nmi", "stop"
  /// @return the reply, JSON
  /// @throws Unavailable if QEMU refuses or is gone
  public String execute(String command) {
    return execute(command, "{}");
  }

  /// Runs a command.
  ///
  /// @param arguments a JSON object
  public String execute(String command, String arguments) {
    try {
      String line = "{\"execute\":\"" + command + "\",\"arguments\":" + arguments + "}\n";
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      for (String reply = in.readLine(); reply != null; reply = in.readLine()) {
        if (reply.startsWith("{\"return\"")) {
          return reply;
        }
        if (reply.startsWith("{\"error\"")) {
          throw new Unavailable("QEMU refuses " + command, reply);
        }
      }
      throw new Unavailable("QEMU ended during " + command, "see the guest's console log");
    } catch (IOException e) {
      throw broken(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing is lost: the guest is killed next.
    }
  }

  private static Unavailable broken(IOException e) {
    return new Unavailable(
        "QEMU's control socket does not answer (" + e.getMessage() + ")",
        "see the guest's console log");
  }
}
