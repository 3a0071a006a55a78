package org.inquest.profile.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.inquest.formats.fault.Unavailable;
import org.inquest.profile.event.SystemTree;
import org.inquest.profile.system.PerfSystem;

/// A command that waits before its first instruction until it is let go.
///
/// Java can't fork and wait before exec, so a shell does: it stops itself, is observed from
/// outside, and becomes the command when it is continued. Events that start on exec then see the
/// command from its first instruction, and nothing of the shell.
public final class StartedCommand {
  private static final String WAITING = "kill -STOP $$; exec \"$@\"";
  private static final int SIGCONT = 18;
  private static final int TRIES = 2000;

  private final Process process;
  private final PerfSystem system;

  private StartedCommand(Process process, PerfSystem system) {
    this.process = process;
    this.system = system;
  }

  /// Starts it, stopped.
  ///
  /// @param words program and arguments
  /// @param path the value of PATH, where a program without a slash is looked for
  /// @throws Unavailable where there is no such program
  public static StartedCommand start(List<String> words, String path, PerfSystem system) {
    requireProgram(words.getFirst(), path);
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", WAITING, "sh"));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    // The launcher's own, which would confuse an Inquest among the commands.
    builder.environment().keySet().removeIf(name -> name.matches("INQUEST_(TERMINAL|COLUMNS)"));
    try {
      StartedCommand out = new StartedCommand(builder.start(), system);
      out.awaitStop();
      return out;
    } catch (IOException e) {
      throw new Unavailable("/bin/sh can't be started", String.valueOf(e.getMessage()));
    }
  }

  /// `sh` would find out too, but only after everything has been set up.
  private static void requireProgram(String name, String path) {
    List<String> places = name.contains("/") ? List.of("") : List.of(path.split(":", -1));
    for (String place : places) {
      try {
        Path file = place.isEmpty() ? Path.of(name) : Path.of(place, name);
        if (Files.isExecutable(file) && !Files.isDirectory(file)) {
          return;
        }
      } catch (InvalidPathException e) {
        break;
      }
    }
    throw new Unavailable(
        "no program " + name,
        name.contains("/") ? "it is missing, or not executable" : "it is not on the PATH");
  }

  private void awaitStop() {
    Path stat = Path.of("/proc", String.valueOf(process.pid()), "stat");
    for (int i = 0; i < TRIES && process.isAlive(); i++) {
      String text = SystemTree.text(stat).orElse("");
      if (text.substring(text.lastIndexOf(')') + 1).strip().startsWith("T")) {
        return;
      }
      sleep();
    }
    throw new Unavailable("the command's shell does not stop and wait", "please report it");
  }

  private static void sleep() {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Lets it run.
  public void go() {
    system.signal((int) process.pid(), SIGCONT);
  }

  /// Its process.
  public int pid() {
    return (int) process.pid();
  }

  /// Whether it has not ended.
  public boolean alive() {
    return process.isAlive();
  }

  /// Ends it where it still runs, as whoever waits for its profile wants it to be over.
  ///
  /// @return its exit code; 128 and more is a signal's number, empty where it does not end
  public OptionalInt end() {
    if (process.isAlive()) {
      process.destroy();
      system.signal((int) process.pid(), SIGCONT); // a stopped one does not hear
    }
    try {
      return process.waitFor(5, TimeUnit.SECONDS)
          ? OptionalInt.of(process.exitValue())
          : OptionalInt.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalInt.empty();
    }
  }
}
