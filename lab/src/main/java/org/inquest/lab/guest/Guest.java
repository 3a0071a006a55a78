package org.inquest.lab.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.process.Deadline;
import org.inquest.lab.process.Leash;

/// A running guest. Closing it kills it; so does the end of this JVM, however it comes.
public final class Guest implements AutoCloseable {
  private static final String QEMU = "qemu-system-x86_64";
  private static final String PACKAGE = "qemu-system-x86";

  // sockaddr_un.sun_path, unix(7), less the NUL.
  private static final int LONGEST_SOCKET_PATH = 107;

  private final Process process;
  private final Path socket;
  private final Path errors;
  private final Console console;

  private Guest(Process process, Path socket, Path errors, Console console) {
    this.process = process;
    this.socket = socket;
    this.errors = errors;
    this.console = console;
  }

  /// Boots a machine.
  ///
  /// @param folder where the control socket and QEMU's own messages go
  /// @param listener told each line of the console
  /// @throws Unavailable if QEMU is not installed
  public static Guest boot(Machine machine, Path folder, Consumer<String> listener) {
    Path socket = folder.resolve("qmp");
    if (socket.toString().length() > LONGEST_SOCKET_PATH) {
      throw new Unavailable(
          "the path of " + folder + " is too long for a socket",
          "name a shorter folder: TMPDIR=/tmp");
    }
    Path errors = folder.resolve("qemu.errors");
    List<String> command = new ArrayList<>();
    command.add(qemu());
    command.addAll(machine.arguments(socket));
    try {
      Files.deleteIfExists(socket);
      Process process =
          new ProcessBuilder(Leash.around(command)).redirectError(errors.toFile()).start();
      return new Guest(process, socket, errors, Console.follow(process.getInputStream(), listener));
    } catch (IOException e) {
      throw new Unavailable(
          "the guest can't be started (" + e.getMessage() + ")", "make room in " + folder);
    }
  }

  /// What the guest prints.
  public Console console() {
    return console;
  }

  /// Opens the control socket.
  public Qmp control() {
    return Qmp.connect(socket);
  }

  /// Waits for the guest to end by itself.
  ///
  /// @return whether it did before the deadline
  public boolean waitForEnd(Deadline deadline) {
    try {
      return process.waitFor(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Whether the guest is gone: it reset itself, powered off, or QEMU failed.
  public boolean ended() {
    return console.ended() || !process.isAlive();
  }

  /// What there is to say of a guest that did not do its part: why its kernel panicked, or the last
  /// line it printed, and QEMU's complaint if there is one.
  public String lastWords() {
    List<String> lines = console.lines();
    String last =
        lines.stream()
            .filter(l -> l.contains(ConsoleWords.PANIC))
            .findFirst()
            .map(
                l -> "its kernel says '" + l.substring(l.indexOf(ConsoleWords.PANIC)).strip() + "'")
            .or(() ->
                lines.reversed().stream()
                    .filter(l -> !l.isBlank())
                    .findFirst()
                    .map(l -> "its last line was '" + l.strip() + "'"))
            .orElse("it printed nothing");
    return complaint().isEmpty() ? last : last + "; QEMU says: " + complaint();
  }

  /// What QEMU itself complained about; empty if nothing.
  public String complaint() {
    try {
      return Files.exists(errors) ? Files.readString(errors).strip() : "";
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    children.forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    // Wait, so that the disk is no longer written when the caller reads or removes it.
    children.forEach(c -> c.onExit().join());
    process.onExit().join();
  }

  // Looked up here, because the shell of the leash would only report status 127.
  private static String qemu() {
    for (String folder : System.getenv().getOrDefault("PATH", "/usr/bin").split(":")) {
      Path p = Path.of(folder.isEmpty() ? "." : folder, QEMU);
      if (Files.isExecutable(p)) {
        return p.toString();
      }
    }
    throw new Unavailable(QEMU + " is not installed", "install the package " + PACKAGE);
  }
}
