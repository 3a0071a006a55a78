package org.inquest.lab.sweep.knob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real process that is interrupted, and one that is killed.
final class KilledSweepTest {
  private static final String KNOB = "/sys/kernel/debug/failslab/probability";

  @TempDir Path folder;
  private Path root;
  private Path state;

  @BeforeEach
  void machine() throws IOException {
    root = folder.resolve("root");
    state = folder.resolve("state");
    Path knob = root.resolve(KNOB.substring(1));
    Files.createDirectories(knob.getParent());
    Files.writeString(knob, "0\n");
  }

  private String knob() throws IOException {
    return Files.readString(root.resolve(KNOB.substring(1)));
  }

  /// Starts it and waits until it has written.
  private Process holder() throws IOException {
    String path =
        Stream.of("java.class.path", "jdk.module.path")
            .map(name -> System.getProperty(name, ""))
            .filter(p -> !p.isEmpty())
            .collect(Collectors.joining(File.pathSeparator));
    String classes = KnobHolder.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    String tests = Path.of("target", "test-classes").toAbsolutePath().toString();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.join(File.pathSeparator, path, classes, tests),
                KnobHolder.class.getName(),
                root.toString(),
                state.toString(),
                KNOB,
                "100")
            .redirectErrorStream(true)
            .start();
    BufferedReader out = process.inputReader();
    assertThat(out.readLine()).isEqualTo("written");
    assertThat(knob()).isEqualTo("100\n");
    return process;
  }

  @Test
  void anInterruptedOneRestoresBeforeItEnds() throws Exception {
    Process process = holder();
    process.destroy(); // SIGTERM, which ends it as Ctrl-C does.
    process.waitFor();
    assertThat(knob()).isEqualTo("0\n");
    assertThat(KnobLeftovers.restore(new FolderKnobs(root), state)).isEmpty();
  }

  @Test
  void whatAKilledOneLeftIsRestoredByTheNext() throws Exception {
    Process process = holder();
    assertThat(KnobLeftovers.restore(new FolderKnobs(root), state)).isEmpty();
    process.destroyForcibly().waitFor();
    assertThat(knob()).isEqualTo("100\n");
    assertThat(KnobLeftovers.restore(new FolderKnobs(root), state))
        .singleElement()
        .satisfies(how -> assertThat(how.restored()).containsExactly(KNOB));
    assertThat(knob()).isEqualTo("0\n");
  }
}
