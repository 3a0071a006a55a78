package org.inquest.lab.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.inquest.lab.process.Tool;
import org.inquest.lab.run.Lab;
import org.inquest.lab.run.Progress;
import org.inquest.lab.watch.Sign;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Reproducers in real guests: one that does nothing, one that crashes, two that hang.
@Tag("lab")
@Timeout(900)
final class ReproductionTest {
  @TempDir Path folder;

  @Test
  void aCommandThatEndsLeavesNoDump() throws Exception {
    Reproduction reproduction = reproduce(1, "sh", "-c", "echo hello; exit 3");
    Reproduction.Trial trial = reproduction.trials().getFirst();
    assertThat(trial.attempt().sign()).isEqualTo(new Sign.Ended(3));
    assertThat(trial.attempt().report()).isEmpty();
    assertThat(reproduction.rate()).isEqualTo(new Rate(0, 1));
    assertThat(trial.attempt().consoleFile())
        .content()
        .contains("hello")
        .doesNotContain("LAB-BEAT");
  }

  @Test
  void ofTheSameCrashOneDumpIsKept() throws Exception {
    Reproduction reproduction = reproduce(2, "sh", "-c", "echo c >/proc/sysrq-trigger");
    assertThat(reproduction.rate()).isEqualTo(new Rate(2, 2));
    assertThat(reproduction.trials())
        .allSatisfy(t -> assertThat(t.attempt().sign()).isInstanceOf(Sign.Dying.class));
    assertThat(reproduction.kept()).hasSize(1);
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("try-1.kdump", "try-1.truth", "try-1.console");
    }
  }

  @Test
  void aWaitThatDoesNotEndIsAHang() throws Exception {
    // A vfork()ing parent waits in D state until its child is gone.
    Reproduction reproduction =
        reproduce(
            1,
            program("waits", "#include <unistd.h>\nint main(void)\n{ if (!vfork()) pause(); }\n"));
    assertThat(reproduction.trials().getFirst().attempt().sign())
        .isInstanceOfSatisfying(
            Sign.Stuck.class, stuck -> assertThat(stuck.comm()).isEqualTo("waits"));
    assertThat(reproduction.kept()).hasSize(1);
  }

  @Test
  void aMachineOnWhichNothingRunsIsAHang() throws Exception {
    String source =
        """
        #include <sched.h>
        #include <stdio.h>
        #include <unistd.h>
        int main(void)
        {
          struct sched_param highest = { .sched_priority = 99 };
          FILE *f = fopen("/proc/sys/kernel/sched_rt_runtime_us", "w");
          fputs("-1", f);
          fclose(f);
          for (long i = sysconf(_SC_NPROCESSORS_ONLN); i > 0; i--)
            if (!fork()) {
              sleep(1);
              sched_setscheduler(0, SCHED_FIFO, &highest);
              for (;;);
            }
          pause();
        }
        """;
    Reproduction reproduction = reproduce(1, program("hogs", source));
    assertThat(reproduction.trials().getFirst().attempt().sign())
        .matches(s -> s instanceof Sign.Silent || s instanceof Sign.Starved);
    assertThat(reproduction.kept()).hasSize(1);
    assertThat(reproduction.kept().getFirst().verdict()).contains("hogs");
  }

  private String program(String name, String source) throws Exception {
    Path file = Files.writeString(folder.resolve(name + ".c"), source);
    Path program = folder.resolve(name);
    new Tool("gcc", "gcc libc6-dev")
        .run(List.of("-O1", "-o", program.toString(), file.toString()), Duration.ofMinutes(1));
    return program.toString();
  }

  private Reproduction reproduce(int times, String... command) {
    Path home = Path.of(System.getProperty("user.home"), ".cache", "inquest", "lab");
    return Reproduction.of(
        new Reproducer(
            List.of(command), List.of(), Duration.ofSeconds(60), Duration.ofSeconds(10), 640, 2),
        new Lab(home, folder.resolve("tmp"), Progress.SILENT),
        "6.1",
        times,
        folder.resolve("out"),
        Progress.SILENT);
  }
}
