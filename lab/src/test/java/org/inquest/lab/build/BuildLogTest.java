package org.inquest.lab.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.process.Workspace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildLogTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Path folder;
  private final Workspace workspace;
  private final BuildLog log;

  BuildLogTest(@TempDir Path folder) {
    this.folder = folder;
    this.workspace = Workspace.in(folder.resolve("work"));
    this.log = BuildLog.start(folder.resolve("k.log"), workspace, line -> {});
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  @Test
  void keepsWhatAllStepsPrinted() throws Exception {
    log.run("one", List.of("sh", "-c", "echo out; echo err >&2"), Map.of(), LONG);
    log.run("two", List.of("sh", "-c", "echo $WORD"), Map.of("WORD", "there"), LONG);
    assertThat(log.file()).hasContent("out\nerr\nthere\n");
  }

  @Test
  void aFailureTellsTheFirstErrorAndWhereTheLogIs() {
    assertThatThrownBy(() ->
            log.run(
                "compiling",
                List.of("sh", "-c", "echo 'a.c:3: error: bad'; echo 'make: *** Error 1'; exit 2"),
                Map.of(),
                LONG))
        .isInstanceOf(Unavailable.class)
        .hasMessage("compiling failed with status 2 (a.c:3: error: bad): see " + log.file());
  }

  @Test
  void aStepThatTakesTooLongIsKilledWithAllItStarted() throws Exception {
    Path pid = folder.resolve("pid");
    assertThatThrownBy(() ->
            log.run(
                "compiling",
                List.of("sh", "-c", "sh -c 'echo $$ >" + pid + "; sleep 300; :' & wait"),
                Map.of(),
                Duration.ofSeconds(3)))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("compiling did not end within");
    // Killed at once, but gone only when its new parent has fetched its status.
    for (var grandchild :
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).stream().toList()) {
      assertThat(grandchild.onExit()).succeedsWithin(Duration.ofSeconds(30));
    }
  }

  @Test
  void whatRunsIsEndedBeforeTheFolderIsRemoved() throws Exception {
    Path files = workspace.file("files");
    String writing = "mkdir $0; while :; do : >$0/$((i = i + 1)); done";
    try (var other = Executors.newSingleThreadExecutor()) {
      var step =
          other.submit(() ->
              log.run("writing", List.of("sh", "-c", writing, files.toString()), Map.of(), LONG));
      while (!Files.exists(files.resolve("1"))) {
        Thread.sleep(20);
      }
      workspace.close();
      assertThat(workspace.folder()).doesNotExist();
      assertThatThrownBy(step::get).hasCauseInstanceOf(Unavailable.class);
    }
  }

  @Test
  void seesNothingOfThePersonsEnvironmentButWhatItNeeds() throws Exception {
    log.run("env", List.of("env"), Map.of("ADDED", "1"), LONG);
    assertThat(Files.readAllLines(log.file()))
        .extracting(l -> l.substring(0, l.indexOf('=')))
        .isSubsetOf("PATH", "HOME", "TMPDIR", "LC_ALL", "ADDED", "PWD", "OLDPWD", "SHLVL", "_");
  }
}
