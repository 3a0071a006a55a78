package org.inquest.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeashTest {
  @Test
  void passesOutputAndStatusThrough() throws Exception {
    Process p =
        new ProcessBuilder(
                Leash.around(List.of("/bin/sh", "-c", "echo \"$1\"; exit 7", "x", "a b")))
            .start();
    assertThat(new String(p.getInputStream().readAllBytes())).isEqualTo("a b\n");
    assertThat(p.waitFor()).isEqualTo(7);
  }

  @Test
  void killsTheProgramWhenOurEndOfThePipeCloses() throws Exception {
    Process p = new ProcessBuilder(Leash.around(List.of("sleep", "300"))).start();
    ProcessHandle sleeper = waitForChild(p);
    p.getOutputStream().close(); // What the kernel does when this JVM is gone.
    assertThat(p.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(sleeper.onExit().get(30, TimeUnit.SECONDS).isAlive()).isFalse();
  }

  private static ProcessHandle waitForChild(Process p) throws InterruptedException, IOException {
    for (int i = 0; i < 300; i++) {
      var child =
          p.descendants().filter(c -> c.info().command().orElse("").endsWith("sleep")).findFirst();
      if (child.isPresent()) {
        return child.get();
      }
      Thread.sleep(50);
    }
    throw new IOException("the child never started");
  }
}
