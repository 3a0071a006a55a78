package org.inquest.lab.sweep.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.process.Deadline;

/// Lines to and from an agent: a guest's second serial line, or a process of this machine.
public final class AgentLine implements AutoCloseable {
  // A guest in disorder may send anything; an answer is far shorter.
  private static final int MOST_WAITING = 1000;

  private final AutoCloseable end;
  private final OutputStream out;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(MOST_WAITING);
  private volatile boolean ended;

  private AgentLine(AutoCloseable end, InputStream in, OutputStream out) {
    this.end = end;
    this.out = out;
    Thread.ofPlatform().daemon().name("sweep-agent").start(() -> read(in));
  }

  /// Connects to the socket that QEMU listens at.
  ///
  /// @throws Unavailable if nobody does
  public static AgentLine connect(Path socket) {
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(socket));
      return new AgentLine(
          channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
    } catch (IOException e) {
      throw new Unavailable(
          "the guest's second serial line does not answer (" + e.getMessage() + ")",
          "see the guest's console log");
    }
  }

  /// Talks to a process that is the agent.
  public static AgentLine of(Process process) {
    return new AgentLine(
        process::destroyForcibly, process.getInputStream(), process.getOutputStream());
  }

  /// Sends a line.
  ///
  /// @throws Unavailable if the other end is gone
  void send(String line) {
    try {
      out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
    } catch (IOException e) {
      throw new Unavailable("the agent is gone (" + e.getMessage() + ")", "see the console log");
    }
  }

  /// The next line.
  ///
  /// @return empty if none comes before the deadline, or the other end is gone
  Optional<String> next(Deadline deadline) {
    try {
      while (true) {
        // Looked at now and then, because a line that has ended wakes nobody.
        long wait = Math.min(200, deadline.left().toMillis());
        String line = lines.poll(wait, TimeUnit.MILLISECONDS);
        if (line != null) {
          return Optional.of(line);
        }
        if (ended && lines.isEmpty() || deadline.passed()) {
          return Optional.empty();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// Forgets what has come: answers to requests that nobody waits for any more.
  void drop() {
    lines.clear();
  }

  @Override
  public void close() {
    try {
      end.close();
    } catch (Exception e) {
      // Nothing is lost: the other end is killed next.
    }
  }

  private void read(InputStream in) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!lines.offer(line)) {
          lines.clear();
        }
      }
    } catch (IOException e) {
      // The socket closes under us when the guest is killed.
    } finally {
      ended = true;
    }
  }
}
