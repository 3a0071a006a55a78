package org.inquest.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `inquest lab ready` from the command line: what could not be seen is named and is exit code 3.
final class LabReadyTest {
  @TempDir Path root;

  @Test
  void aCopyOfAMachineIsJudgedByWhatIsInIt() throws Exception {
    Path kernel = Files.createDirectories(root.resolve("proc/sys/kernel"));
    Files.writeString(kernel.resolve("panic_on_oops"), "1\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exit = run(out, "lab", "ready", "--root", root.toString());
    assertThat(exit).isEqualTo(CommandLine.GAPS);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("At the next panic: unknown: ")
        .contains("panic at once (kernel.panic_on_oops)")
        .containsPattern("good +panic-on-oops +an oops becomes a panic +kernel.panic_on_oops = 1")
        .contains("! hung-task: kernel.hung_task_timeout_secs: not in this tree");
  }

  @Test
  void jsonHasOutcomesChecksAndRemedies() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    run(out, "--json", "lab", "ready", "--root", root.toString());
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("\"outcomes\"", "\"checks\"", "\"remedies\"", "\"state\"", "\"dump\"");
  }

  @Test
  void aFolderThatIsNotThereIsOneLine() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        new CommandLine(
                new ByteArrayOutputStream(),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.none())
            .run(List.of("lab", "ready", "--root", root.resolve("none").toString()));
    assertThat(exit).isEqualTo(CommandLine.FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8)).hasLineCount(1).contains("no folder");
  }

  private static int run(ByteArrayOutputStream out, String... words) {
    PrintStream err = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    return new CommandLine(out, err, Terminal.none()).run(List.of(words));
  }
}
