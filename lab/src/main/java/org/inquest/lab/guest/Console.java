package org.inquest.lab.guest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.inquest.lab.process.Deadline;

/// What a guest prints on its serial line, as it comes.
public final class Console {
  // A guest in an oops loop prints for ever; its first million characters tell the story.
  private static final int MOST_CHARACTERS = 1 << 20;
  // Somebody waits for these, whatever else was printed before them.
  private static final String OUR_WORDS = "LAB-";

  private final List<String> lines = new ArrayList<>();
  private final Consumer<String> listener;
  private int characters;
  private boolean ended;

  private Console(Consumer<String> listener) {
    this.listener = listener;
  }

  /// Follows a stream to its end, in a thread of its own.
  ///
  /// @param listener told each line, in that thread
  static Console follow(InputStream in, Consumer<String> listener) {
    Console console = new Console(listener);
    Thread.ofPlatform().daemon().name("guest-console").start(() -> console.read(in));
    return console;
  }

  /// Waits for a line.
  ///
  /// @return the first line, of those printed so far or until the deadline, that matches; empty if
  ///   the guest ends or the deadline passes before one does
  public synchronized Optional<String> waitFor(Predicate<String> wanted, Deadline deadline) {
    int next = 0;
    try {
      while (true) {
        for (; next < lines.size(); next++) {
          if (wanted.test(lines.get(next))) {
            return Optional.of(lines.get(next));
          }
        }
        if (ended || deadline.passed()) {
          return Optional.empty();
        }
        wait(Math.max(1, deadline.left().toMillis()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// All lines so far.
  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /// Whether nothing more comes: the guest is gone or has closed its console.
  public synchronized boolean ended() {
    return ended;
  }

  private void read(InputStream in) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        add(line.stripTrailing());
      }
    } catch (IOException e) {
      // The pipe closes under us when the guest is killed.
    } finally {
      end();
    }
  }

  private void add(String line) {
    synchronized (this) {
      if (characters < MOST_CHARACTERS || line.contains(OUR_WORDS)) {
        lines.add(line);
        characters += line.length() + 1;
      }
      notifyAll();
    }
    listener.accept(line);
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }
}
