package org.inquest.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
  @TempDir Path parent;

  @Test
  void removesItsFolderAndClosesWhatItOwnsLastFirst() throws Exception {
    List<String> closed = new ArrayList<>();
    Path folder;
    try (Workspace w = Workspace.in(parent)) {
      folder = w.folder();
      Files.createDirectories(w.file("a/b"));
      Files.writeString(w.file("a/b/c"), "x");
      w.own(() -> closed.add("first"));
      w.own(() -> {
        closed.add("second");
        throw new IllegalStateException("does not keep the others alive");
      });
    }
    assertThat(folder).doesNotExist();
    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void sweepsFoldersOfDeadProcessesOnly() throws Exception {
    Path dead = Files.createDirectories(parent.resolve("inquest-lab-999999999-x/y"));
    Path alive =
        Files.createDirectories(
            parent.resolve("inquest-lab-" + ProcessHandle.current().pid() + "-x"));
    Path other = Files.createDirectories(parent.resolve("something-else"));
    Workspace.in(parent).close();
    assertThat(dead.getParent()).doesNotExist();
    assertThat(alive).exists();
    assertThat(other).exists();
  }

  @Test
  void deadlinesPass() {
    assertThat(Deadline.in(Duration.ofHours(1)).passed()).isFalse();
    assertThat(Deadline.in(Duration.ofHours(1)).left()).isGreaterThan(Duration.ofMinutes(59));
    assertThat(Deadline.in(Duration.ofMillis(-1)).passed()).isTrue();
    assertThat(Deadline.in(Duration.ofMillis(-1)).left()).isZero();
  }
}
