package org.inquest.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `inquest sweep probe` from the command line, on machines made of files.
final class SweepProbeTest {
  @TempDir Path root;

  private void machine(Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue() + "\n");
    }
  }

  private String run(int exit, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    assertThat(new CommandLine(out, err, Terminal.none()).run(List.of(words))).isEqualTo(exit);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void eachSettingIsShownWithWhatASweepWouldWriteAndNothingIsWritten() throws IOException {
    String slab = "sys/kernel/debug/failslab/";
    machine(
        Map.of(
            "proc/sys/kernel/osrelease",
            "6.1.0-test",
            slab + "probability",
            "0",
            slab + "interval",
            "1",
            slab + "times",
            "1",
            slab + "space",
            "0",
            slab + "task-filter",
            "N",
            slab + "ignore-gfp-wait",
            "Y"));
    assertThat(run(CommandLine.DONE, "sweep", "probe", "--root", root.toString()))
        .startsWith("Kernel 6.1.0-test can be made to fail at failslab.")
        .containsPattern("failslab/ignore-gfp-wait +Y +N +allocations that may sleep")
        .containsPattern("stack filter +not there");
    assertThat(run(CommandLine.DONE, "--json", "sweep", "probe", "--root", root.toString()))
        .contains("\"points\"", "\"knobs\"", "\"traits\"", "\"detectors\"");
    assertThat(root.resolve(slab + "ignore-gfp-wait")).hasContent("Y");
  }

  @Test
  void aKernelWithoutFaultInjectionIsToldWithTheRemedy() throws IOException {
    machine(
        Map.of(
            "proc/sys/kernel/osrelease",
            "6.1.0-test",
            "boot/config-6.1.0-test",
            "CONFIG_X=y\n# CONFIG_FAULT_INJECTION is not set",
            "proc/mounts",
            "debugfs /sys/kernel/debug debugfs rw 0 0"));
    assertThat(run(CommandLine.DONE, "sweep", "probe", "--root", root.toString()))
        .startsWith("Nothing can be made to fail here: kernel 6.1.0-test was built without")
        .contains("lab build-kernel faults");
  }
}
