package org.inquest.lab.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.process.Deadline;
import org.inquest.lab.process.Leash;
import org.inquest.lab.process.Workspace;

/// Runs the steps of a build, each with a time limit, and keeps all they print in a file.
///
/// @param file the log; it stays when the build fails
/// @param workspace where the steps work: what runs is ended before the folder is removed
/// @param progress told in one line how far a long step is
record BuildLog(Path file, Workspace workspace, Consumer<String> progress) {
  private static final Duration TELL_EVERY = Duration.ofMinutes(1);
  private static final Duration LAST_BREATH = Duration.ofSeconds(10);
  // A person's CFLAGS, ARCH or MAKEFLAGS would make another kernel of the same recipe.
  private static final Set<String> INHERITED = Set.of("PATH", "HOME", "TMPDIR");

  /// Begins an empty log.
  ///
  /// @throws Unavailable if the file can't be written
  static BuildLog start(Path file, Workspace workspace, Consumer<String> progress) {
    try {
      Files.writeString(file, "");
    } catch (IOException e) {
      throw new Unavailable(
          "the build's log can't be written (" + e.getMessage() + ")", "make room for " + file);
    }
    return new BuildLog(file, workspace, progress);
  }

  /// Runs a command to its end and wants it to succeed.
  ///
  /// @param doing what it does, for a message: "configuring"
  /// @param environment variables it gets; of our own it sees only PATH, HOME and TMPDIR
  /// @throws Unavailable if it fails, or takes longer than `limit`; then it is killed with all that
  ///   it started
  void run(String doing, List<String> command, Map<String, String> environment, Duration limit) {
    // setsid makes the command the leader of a group of its own, which the leash kills as one.
    List<String> leashed = new ArrayList<>(List.of("setsid"));
    leashed.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(Leash.around(leashed))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile()));
    builder.environment().keySet().retainAll(INHERITED);
    builder.environment().put("LC_ALL", "C");
    builder.environment().putAll(environment);
    Process process = start(doing, builder);
    workspace.own(() -> end(process));
    try {
      if (!waitFor(process, doing, Deadline.in(limit))) {
        throw new Unavailable(
            doing + " did not end within " + limit.toMinutes() + " minutes",
            "try again when the machine is less busy; the log is " + file);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable(doing + " was interrupted", "run it again");
    } finally {
      end(process);
    }
    if (process.exitValue() != 0) {
      throw new Unavailable(
          doing + " failed with status " + process.exitValue() + " (" + firstError() + ")",
          "see " + file);
    }
  }

  private static Process start(String doing, ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new Unavailable(doing + " can't be started", String.valueOf(e.getMessage()));
    }
  }

  private boolean waitFor(Process process, String doing, Deadline deadline)
      throws InterruptedException {
    long began = System.nanoTime();
    while (true) {
      Duration slice = TELL_EVERY.compareTo(deadline.left()) < 0 ? TELL_EVERY : deadline.left();
      if (process.waitFor(slice.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
      if (deadline.passed()) {
        return false;
      }
      long minutes = Duration.ofNanos(System.nanoTime() - began).toMinutes();
      progress.accept(doing + ", " + minutes + " min: " + lines() + " lines in " + file);
    }
  }

  // The end of our side of the pipe is the end of the whole group.
  private static void end(Process process) {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(LAST_BREATH.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private long lines() {
    try (Stream<String> all = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return all.count();
    } catch (IOException e) {
      return 0; // It is only for a person who waits.
    }
  }

  /// The first line that looks like an error's, else the last that says anything.
  private String firstError() {
    List<String> all;
    try {
      all = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "its log can't be read: " + e.getMessage();
    }
    List<String> said = all.stream().map(String::strip).filter(l -> !l.isEmpty()).toList();
    return said.stream()
        .filter(l -> l.contains("error:") || l.contains("FAILED") || l.contains("No space left"))
        .findFirst()
        .orElse(said.isEmpty() ? "it printed nothing" : said.getLast());
  }
}
