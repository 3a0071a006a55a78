package org.inquest.diagnose.history.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.inquest.formats.fault.Unavailable;

/// One run of the git command on a repository that nobody vouches for.
///
/// A repository may bring its own configuration, and git runs programs that it names: hooks,
/// pagers, file system monitors, text converters, signature checkers, transports. All of them are
/// switched off here, by options that beat the repository's configuration and by variables that
/// beat both; variables of the caller's environment that begin with `GIT_` are taken away. What git
/// itself refuses, a repository of another user, stays refused. Closing it, or its time, ends the
/// process.
final class GitProcess implements AutoCloseable {
  private static final String COMMAND = "git";

  /// As much of what git complains about as is worth keeping.
  private static final int COMPLAINT = 8192;

  /// What the line above a hunk has to look like to be its section (gitattributes(5), "Defining a
  /// custom hunk-header"): anything that begins in the first column but labels. For files with and
  /// without the attribute `diff=cpp`, which the kernel sets and a bare repository has not.
  private static final String SECTION = "!^[A-Za-z_][A-Za-z_0-9]*:[^:]*$\n^[A-Za-z_].*$";

  private static final List<String> SAFE =
      List.of(
          "--no-pager",
          "-c",
          "core.fsmonitor=false",
          "-c",
          "core.hooksPath=/dev/null",
          "-c",
          "core.pager=cat",
          "-c",
          "core.sshCommand=false",
          "-c",
          "core.askPass=false",
          "-c",
          "core.quotePath=false",
          "-c",
          "credential.helper=",
          "-c",
          "diff.external=",
          "-c",
          "gpg.program=false",
          "-c",
          "gpg.ssh.program=false",
          "-c",
          "gpg.x509.program=false",
          "-c",
          "log.showSignature=false",
          "-c",
          "protocol.allow=never",
          "-c",
          "submodule.recurse=false",
          "-c",
          "diff.default.xfuncname=" + SECTION,
          "-c",
          "diff.cpp.xfuncname=" + SECTION);

  private static final Map<String, String> VARIABLES =
      Map.of(
          "GIT_CONFIG_NOSYSTEM", "1",
          "GIT_ATTR_NOSYSTEM", "1",
          "GIT_TERMINAL_PROMPT", "0",
          "GIT_NO_LAZY_FETCH", "1",
          // A list of one protocol that does not exist; unlike protocol.allow it can't be
          // overridden
          // for one protocol by the repository (git(1)).
          "GIT_ALLOW_PROTOCOL", "none",
          "GIT_OPTIONAL_LOCKS", "0",
          "GIT_ASKPASS", "false",
          "LC_ALL", "C");

  private final Process process;
  private final GitLines lines;
  private final CompletableFuture<String> complaint;
  private volatile boolean outOfTime;

  private GitProcess(Process process) {
    this.process = process;
    this.lines = new GitLines(process.getInputStream());
    this.complaint = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> complaint.complete(complaint(process.getErrorStream())));
  }

  /// Starts git.
  ///
  /// @param repository an absolute folder
  /// @param input handed to its standard input
  /// @param nanos time it may take
  /// @throws Unavailable where git is not installed
  static GitProcess start(Path repository, List<String> arguments, String input, long nanos) {
    List<String> command = new ArrayList<>();
    command.add(COMMAND);
    command.addAll(SAFE);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(repository.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    builder.environment().putAll(VARIABLES);
    Path parent = repository.getParent();
    if (parent != null) {
      // A folder that is no repository is not to become part of one that happens to lie around it.
      builder.environment().put("GIT_CEILING_DIRECTORIES", parent.toString());
    }
    try {
      Process process = builder.start();
      GitProcess git = new GitProcess(process);
      CompletableFuture.delayedExecutor(Math.max(0, nanos), TimeUnit.NANOSECONDS)
          .execute(git::endOfTime);
      // On a thread of its own: git may print more than a pipe holds before it has read all.
      Thread.ofVirtual().start(() -> git.give(input));
      return git;
    } catch (IOException e) {
      throw new Unavailable("git can't be started", "install it (" + e.getMessage() + ")");
    }
  }

  private void give(String input) {
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended before it read: what it complains about says why.
    }
  }

  private void endOfTime() {
    if (process.isAlive()) {
      outOfTime = true;
      process.destroyForcibly();
    }
  }

  /// What it prints.
  GitLines lines() {
    return lines;
  }

  /// Waits for the end, when all was read.
  ///
  /// @return why not all was printed, in words; empty where it ended well
  String end() {
    try {
      int status = process.waitFor();
      if (outOfTime) {
        return "time was up";
      }
      return status == 0 ? "" : said(complaint.join(), status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private static String said(String complaint, int status) {
    String last = "";
    for (String line : complaint.lines().toList()) {
      if (line.startsWith("fatal: ") || line.startsWith("error: ")) {
        return line.substring("fatal: ".length()).strip();
      }
      last = line.isBlank() ? last : line.strip();
    }
    return last.isEmpty() ? "git ended with status " + status : last;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static String complaint(InputStream errors) {
    try (errors) {
      byte[] head = errors.readNBytes(COMPLAINT);
      errors.skip(Long.MAX_VALUE);
      return new String(head, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // The pipe closes under us where the process is ended.
    }
  }
}
