package org.inquest.lab.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.inquest.formats.fault.Unavailable;

/// A program of the machine the lab needs, and the Debian package that brings it.
///
/// @param program name on the PATH, or an absolute path
/// @param debianPackage what to install when it is missing
public record Tool(String program, String debianPackage) {

  /// What a program did.
  ///
  /// @param status exit status
  /// @param output standard output and standard error, as they came
  public record Outcome(int status, String output) {
    /// The last line that says anything, for a one-line message.
    public String lastLine() {
      return output.lines().filter(l -> !l.isBlank()).reduce("", (a, b) -> b).strip();
    }
  }

  /// Runs the program to its end and wants it to succeed.
  ///
  /// @return what it printed
  /// @throws Unavailable if it is not installed, fails, or takes longer than `limit`; then it is
  ///   killed
  public String run(List<String> arguments, Duration limit) {
    return run(arguments, Map.of(), limit);
  }

  /// The same with more variables in its environment.
  public String run(List<String> arguments, Map<String, String> environment, Duration limit) {
    Outcome outcome = attempt(arguments, environment, limit);
    if (outcome.status != 0) {
      throw new Unavailable(
          name() + " " + String.join(" ", arguments) + " failed with status " + outcome.status,
          outcome.lastLine());
    }
    return outcome.output;
  }

  /// Runs the program to its end, whatever its status.
  ///
  /// @throws Unavailable if it is not installed or takes longer than `limit`; then it is killed
  public Outcome attempt(List<String> arguments, Map<String, String> environment, Duration limit) {
    List<String> command = new ArrayList<>();
    command.add(program);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("LC_ALL", "C");
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    Process process = start(builder);
    try {
      CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> drain(process));
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Unavailable(name() + " did not end within " + limit.toSeconds() + " s", "killed");
      }
      return new Outcome(process.exitValue(), output.join());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable(name() + " was interrupted", "run it again");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /// Starts a process, turning "no such program" into what to install.
  Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new Unavailable(
          name() + " can't be started",
          "install the package " + debianPackage + " (" + e.getMessage() + ")");
    }
  }

  private String name() {
    return Path.of(program).getFileName().toString();
  }

  private static String drain(Process process) {
    try (var in = process.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      // The pipe closes under us when the process is killed for its time limit; nobody reads this
      // then.
      return "";
    }
  }
}
