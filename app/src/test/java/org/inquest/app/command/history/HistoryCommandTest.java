package org.inquest.app.command.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inquest.app.cli.CommandLine;
import org.inquest.app.cli.Terminal;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command over a small repository whose messages want to play tricks on a terminal.
final class HistoryCommandTest {
  private static final String EVIL = "ext4: fix \u001b[2J\u001b]0;owned\u0007f()";

  @TempDir Path folder;

  private record Outcome(int exit, String out, String err) {}

  @BeforeEach
  void write() throws IOException, InterruptedException {
    git("init", "-q", "-b", "master");
    for (String top :
        List.of("arch", "drivers", "fs", "include", "init", "kernel", "lib", "mm", "net")) {
      Files.writeString(Files.createDirectories(folder.resolve(top)).resolve("Kconfig"), "\n");
    }
    commit("ext4: begin", "step(x);");
    git("tag", "v6.1");
    commit(EVIL, "if (!x)\n\t\treturn;");
  }

  @Test
  void tellsWhatMayHaveFixedIt() {
    Outcome outcome = run("history", folder.toString(), "f", "--release", "6.1");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exit()).isEqualTo(CommandLine.DONE);
    assertThat(outcome.out())
        .contains(
            "Fix candidates (your kernel: v6.1)", "changed f() in fs/x.c", "in no release yet")
        .contains("May have broken it", "wrote f() in fs/x.c");
    assertThat(outcome.out().codePoints()).noneMatch(c -> c < ' ' && c != '\n');
  }

  @Test
  void tellsAProgramTheSame() {
    Outcome outcome = run("history", folder.toString(), "f", "--release", "6.1", "--json");
    assertThat(outcome.out())
        .contains("\"name\":\"fixes\"", "\"reasons\":[\"+25 its subject names f()\"")
        .contains("\"subject\":\"ext4: fix \\u001B[2J");
  }

  @Test
  void whatCouldNotBeToldIsAGap() {
    Outcome outcome = run("history", folder.toString(), "f");
    assertThat(outcome.exit()).isEqualTo(CommandLine.GAPS);
    assertThat(outcome.out()).contains("which kernel crashed is not known");
  }

  @Test
  void wrongWordsAndWrongFoldersAreTold() {
    assertThat(run("history", folder.toString()).exit()).isEqualTo(CommandLine.USAGE);
    assertThat(run("history", folder.toString(), "+++").exit()).isEqualTo(CommandLine.USAGE);
    assertThat(run("history", folder.toString(), "f", "--release", "x").exit())
        .isEqualTo(CommandLine.USAGE);
    assertThat(run("history", folder.toString(), "f", "--seconds", "0").exit())
        .isEqualTo(CommandLine.USAGE);
    Outcome none = run("history", folder.resolve("fs").toString(), "f");
    assertThat(none.exit()).isEqualTo(CommandLine.FAILED);
    assertThat(none.err()).hasLineCount(1).contains("is no git repository");
  }

  @Test
  void aVerdictIsFollowedByTheHistory() {
    Path sample = Path.of(System.getProperty("inquest.root", ".."), "samples/hacks-mincore.kdump");
    Outcome outcome = run(sample.toString(), "verdict", "--history", folder.toString());
    assertThat(outcome.exit()).isEqualTo(CommandLine.GAPS);
    assertThat(outcome.out())
        .contains("What to do", "Fix candidates", "no definition of mincore()");
  }

  @Test
  void aLogIsFollowedByTheHistory() throws IOException {
    String log =
        """
        [    0.000000] Linux version 6.1.0 (a@b) (gcc 12) #1 SMP
        [   10.123456] BUG: kernel NULL pointer dereference, address: 0000000000000008
        [   10.123456] CPU: 0 PID: 77 Comm: sh Not tainted 6.1.0 #1
        [   10.123456] RIP: 0010:f+0x1a/0x40
        [   10.123456] Call Trace:
        [   10.123456]  vfs_write+0xc7/0x3f0
        [   10.123456] ---[ end trace 0000000000000000 ]---
        """;
    Path file = Files.writeString(folder.resolve(".git/console.log"), log);
    Outcome outcome = run("oops", file.toString(), "--history", folder.toString());
    assertThat(outcome.out())
        .contains(
            "Fix candidates (your kernel: v6.1)", "its subject names f()", "adds a test to f()")
        .contains("no definition of vfs_write()");
    assertThat(outcome.exit()).isEqualTo(CommandLine.GAPS);
  }

  private void commit(String message, String line) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("fs/x.c"), "static int f(void)\n{\n\t" + line + "\n}\n");
    git("add", "-A");
    git("commit", "-q", "-m", message);
  }

  private void git(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=T", "-c"));
    command.add("user.email=t@example.org");
    command.addAll(List.of(words));
    try {
      Process git = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
      assertThat(git.waitFor()).isZero();
    } catch (IOException e) {
      Assumptions.abort("no git on this machine: " + e.getMessage());
    }
  }

  private static Outcome run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, UTF_8);
    int exit = new CommandLine(out, errors, Terminal.none()).run(List.of(words));
    return new Outcome(exit, out.toString(UTF_8), err.toString(UTF_8));
  }
}
