package org.inquest.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.inquest.formats.fault.Unavailable;
import org.junit.jupiter.api.Test;

class ToolTest {
  private static final Tool SHELL = new Tool("/bin/sh", "dash");
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void givesWhatTheProgramPrinted() {
    assertThat(
            SHELL.run(
                List.of("-c", "echo out; echo err >&2; echo $WORD"), Map.of("WORD", "there"), LONG))
        .isEqualTo("out\nerr\nthere\n");
  }

  @Test
  void aMissingProgramNamesThePackageToInstall() {
    assertThatThrownBy(() -> new Tool("no-such-program", "some-package").run(List.of(), LONG))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("install the package some-package");
  }

  @Test
  void aFailureTellsStatusAndLastLine() {
    assertThatThrownBy(() -> SHELL.run(List.of("-c", "echo first; echo no room; exit 3"), LONG))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("status 3")
        .hasMessageEndingWith("no room");
  }

  @Test
  void aProgramThatTakesTooLongIsKilledWithItsChildren() throws Exception {
    long before = System.nanoTime();
    assertThatThrownBy(() -> SHELL.run(List.of("-c", "sleep 47.11; true"), Duration.ofMillis(300)))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("did not end");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
    // SIGKILL has been sent; that it is obeyed takes a moment on a busy machine.
    for (int tries = 0; tries < 100 && !sleepers().isEmpty(); tries++) {
      Thread.sleep(50);
    }
    assertThat(sleepers()).isEmpty();
  }

  private static List<ProcessHandle> sleepers() {
    return ProcessHandle.current()
        .descendants()
        .filter(p -> p.info().commandLine().orElse("").contains("47.11"))
        .toList();
  }

  @Test
  void readsMoreOutputThanAPipeHolds() {
    assertThat(SHELL.run(List.of("-c", "head -c 300000 /dev/zero | tr '\\0' x"), LONG))
        .hasSize(300000);
  }
}
