package org.inquest.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.inquest.formats.fault.InquestException;
import org.inquest.lab.capture.Capture;
import org.inquest.lab.capture.CrashKernelCapture;
import org.inquest.lab.capture.DumpOptions;
import org.inquest.lab.scenario.Scenarios;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LabTest {
  @TempDir Path folder;

  @Test
  void settingsSurviveTheShell() throws Exception {
    Map<String, String> settings = new TreeMap<>(Map.of("A", "it's $HOME `x` \"y\"", "B", "1"));
    Path script = folder.resolve("s");
    Files.writeString(
        script,
        new String(Initramfs.shellVariables(settings), StandardCharsets.UTF_8)
            + "printf '%s|%s' \"$A\" \"$B\"\n");
    Process p = new ProcessBuilder("/bin/sh", script.toString()).start();
    assertThat(new String(p.getInputStream().readAllBytes())).isEqualTo("it's $HOME `x` \"y\"|1");
  }

  @Test
  void theKernelSaysWhyItRefusesAModule() {
    String mark = "LAB-MODULE-FAILED bank insmod: can't insert '/modules/bank.ko': unknown symbol";
    assertThat(
            Lab.notLoaded(
                mark,
                List.of(
                    "[    3.1] bank: loading out-of-tree module taints kernel.",
                    "[    3.2] bank: Unknown symbol nope (err -2)",
                    "[    3.3] other: fine",
                    mark)))
        .hasMessage(
            "the guest's kernel does not load the scenario's module bank: "
                + "bank: Unknown symbol nope (err -2)");
    assertThat(Lab.notLoaded(mark, List.of(mark))).hasMessageContaining("can't insert");
  }

  @Test
  @Tag("lab")
  @Timeout(900)
  void aGuestIsBrokenDumpedAndGone() throws Exception {
    List<String> steps = new ArrayList<>();
    Lab lab =
        new Lab(
            Path.of(System.getProperty("user.home"), ".cache", "inquest", "lab"),
            folder.resolve("tmp"),
            new Progress() {
              @Override
              public void step(String what) {
                steps.add(what);
              }

              @Override
              public void console(String line) {}
            });
    RunReport report =
        lab.run(
            new RunRequest(
                Scenarios.named("idle-threads"),
                "6.1",
                false,
                new CrashKernelCapture.Kdump(new DumpOptions(31, DumpOptions.Compression.LZO)),
                folder.resolve("out"),
                "",
                Map.of("THREADS", "300", "PROCESSES", "3")));
    assertThat(report.truth().facts())
        .containsEntry("threads", "300")
        .containsEntry("process.0.threads", "100")
        .containsEntry("process.2.threads", "100")
        .containsEntry("expect.healthy", "yes");
    try (var in = Files.newInputStream(report.dumps().getFirst())) {
      assertThat(new String(in.readNBytes(8), StandardCharsets.US_ASCII)).isEqualTo("KDUMP   ");
    }
    assertThat(report.truthFile()).isNotEmptyFile();
    assertThat(report.consoleFile()).isNotEmptyFile();
    assertThat(steps).isNotEmpty();
    try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
      assertThat(left).isEmpty();
    }
    // Other tests' guests may run beside this one.
    assertThat(ProcessHandle.current().descendants())
        .noneMatch(p -> p.info().commandLine().orElse("").contains(folder.toString()));
  }

  @Test
  void aKernelThatIsNoneIsOneClearLine() throws Exception {
    Path bad = Files.writeString(folder.resolve("bzImage"), "not a kernel");
    Lab lab = new Lab(folder.resolve("cache"), folder.resolve("tmp"), Progress.SILENT);
    assertThatThrownBy(() ->
            lab.run(
                new RunRequest(
                    Scenarios.named("idle-threads"),
                    bad.toString(),
                    false,
                    Capture.USUAL,
                    folder,
                    "",
                    Map.of())))
        .isInstanceOf(InquestException.class)
        .message()
        .doesNotContain("\n")
        .contains("x86 kernel image");
  }
}
