package org.inquest.profile.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.Unavailable;
import org.inquest.profile.record.RecordState;
import org.inquest.profile.record.Recorder;

/// Records until it is told to stop, and answers meanwhile. One request at a time.
public final class SessionDaemon {
  private final SessionFolder folder;
  private final Recorder recorder;
  private final CompletableFuture<RecordState> finished = new CompletableFuture<>();
  private volatile boolean stop;

  /// @param recorder opened, not yet recording, its file being that of the folder
  public SessionDaemon(SessionFolder folder, Recorder recorder) {
    this.folder = folder;
    this.recorder = recorder;
  }

  /// Records; returns when it was stopped and the file is complete.
  ///
  /// @throws Unavailable where the socket can't be made or the file not be completed
  public RecordState run() {
    folder.claim();
    try {
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      Thread answering = new Thread(() -> serve(server), "inquest-session");
      answering.setDaemon(true);
      RecordState state;
      try (server) {
        Files.deleteIfExists(folder.control());
        server.bind(UnixDomainSocketAddress.of(folder.control()));
        answering.start();
        recorder.run(() -> stop, Long.MAX_VALUE);
        state = recorder.finish();
        finished.complete(state);
      }
      join(answering);
      return state;
    } catch (IOException e) {
      throw new Unavailable(
          "the session's socket " + folder.control() + " can't be made",
          String.valueOf(e.getMessage()));
    } finally {
      finished.completeExceptionally(new IOException("not finished"));
      folder.release();
    }
  }

  /// Ends the recording soon. From any thread.
  public void stop() {
    stop = true;
  }

  /// Whoever asked for the end gets the answer before this process ends.
  private static void join(Thread thread) {
    try {
      thread.join(2000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(ServerSocketChannel server) {
    while (!finished.isDone()) {
      try (SocketChannel client = server.accept()) {
        BufferedReader in = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
        String line = in.readLine();
        byte[] answer = (answer(line == null ? "" : line) + "\n").getBytes(StandardCharsets.UTF_8);
        for (ByteBuffer out = ByteBuffer.wrap(answer); out.hasRemaining(); ) {
          client.write(out);
        }
      } catch (IOException e) {
        // Who asked is gone, or the recording is over: the loop's condition tells which.
      }
    }
  }

  private String answer(String line) {
    int space = line.indexOf(' ');
    String word = space < 0 ? line : line.substring(0, space);
    String argument = space < 0 ? "" : line.substring(space + 1);
    try {
      return SessionControl.line(
          switch (word) {
            case "status" -> ask(recorder::state);
            case "dump" ->
                ask(() -> {
                  recorder.copyTo(Path.of(argument));
                  return recorder.state();
                });
            case "reset" ->
                ask(() -> {
                  recorder.reset();
                  return recorder.state();
                });
            case "stop" -> {
              stop = true;
              yield finished.join();
            }
            default -> throw new Unavailable("an unknown request", "is this the same version?");
          });
    } catch (CompletionException e) {
      return "error " + (e.getCause() == null ? e : e.getCause()).getMessage();
    } catch (InquestException | InvalidPathException e) {
      return "error " + e.getMessage();
    }
  }

  /// Has it done by the thread that records.
  private RecordState ask(Supplier<RecordState> work) {
    CompletableFuture<RecordState> out = new CompletableFuture<>();
    recorder.request(() -> {
      try {
        out.complete(work.get());
      } catch (InquestException e) {
        out.completeExceptionally(e);
      }
    });
    finished.whenComplete((state, error) -> out.complete(recorder.state()));
    return out.join();
  }
}
