package org.inquest.app.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the lab leaves behind when it is interrupted or killed, and what it says where something is
/// missing.
@Tag("lab")
@Timeout(600)
final class RoughTreatmentTest {
  @TempDir Path folder;

  @Test
  void anInterruptLeavesNothing() throws Exception {
    ChildInquest child = runningGuest();
    assertThat(new ProcessBuilder("kill", "-INT", "" + child.process().pid()).start().waitFor())
        .isZero();
    assertThat(child.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(child.process().exitValue()).isNotZero();
    assertNothingLeft();
    assertThat(temporary()).isEmptyDirectory();
    assertThat(child.said()).doesNotContain("Exception");
  }

  @Test
  void beingKilledLeavesNoGuestAndTheNextRunSweeps() throws Exception {
    ChildInquest child = runningGuest();
    child.process().destroyForcibly();
    assertThat(child.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertNothingLeft();
    ChildInquest next =
        ChildInquest.start(
            temporary(), Map.of(), "lab", "run", "healthy-idle", "--kernel", "/dev/null");
    assertThat(next.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(next.process().exitValue()).isEqualTo(1);
    assertThat(next.said().strip().lines().toList().getLast()).contains("/dev/null");
  }

  @Test
  void aMissingQemuIsOneLineWithTheRemedy() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    try (Stream<Path> all = Files.list(Path.of("/usr/bin"))) {
      for (Path p : all.filter(p -> !p.getFileName().toString().startsWith("qemu")).toList()) {
        Files.createSymbolicLink(bin.resolve(p.getFileName()), p);
      }
    }
    ChildInquest child =
        ChildInquest.start(
            temporary(),
            Map.of("PATH", bin.toString()),
            "lab",
            "run",
            "healthy-idle",
            "--kernel",
            "6.1",
            "--out",
            folder.toString());
    assertThat(child.process().waitFor(300, TimeUnit.SECONDS)).isTrue();
    assertThat(child.process().exitValue()).isEqualTo(1);
    assertThat(child.said().strip().lines().toList().getLast())
        .contains("qemu-system-x86_64 is not installed", "qemu-system-x86");
    assertThat(temporary()).isEmptyDirectory();
  }

  @Test
  void aKernelThatNeverBootsIsOneLine() throws Exception {
    byte[] image = Files.readAllBytes(aKernel());
    // The setup code stays, what it unpacks is gone: the guest resets or hangs.
    java.util.Arrays.fill(image, image.length / 4, image.length, (byte) 0xf4);
    Path broken = Files.write(folder.resolve("bzImage"), image);
    ChildInquest child =
        ChildInquest.start(
            temporary(),
            Map.of(),
            "lab",
            "run",
            "healthy-idle",
            "--kernel",
            broken.toString(),
            "--out",
            folder.toString(),
            "--boot-limit",
            "10");
    assertThat(child.process().waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(child.process().exitValue()).isEqualTo(1);
    List<String> said = child.said().strip().lines().toList();
    assertThat(said.getLast())
        .containsPattern("did not get as far as its scenario|ended before it got as far");
    assertThat(said).filteredOn(l -> l.contains("again")).hasSize(1);
    assertThat(temporary()).isEmptyDirectory();
    assertNothingLeft();
  }

  @Test
  void aFullDiskIsOneLineWithTheRemedy() throws Exception {
    Path small = Files.createDirectories(folder.resolve("small"));
    assumeTrue(
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=120m", "none", small.toString())
                .start()
                .waitFor()
            == 0,
        "no permission to mount a small file system");
    try {
      ChildInquest child =
          ChildInquest.start(
              small,
              Map.of(),
              "lab",
              "run",
              "healthy-idle",
              "--kernel",
              "6.1",
              "--level",
              "0",
              "--compression",
              "none",
              "--out",
              folder.toString());
      assertThat(child.process().waitFor(300, TimeUnit.SECONDS)).isTrue();
      assertThat(child.process().exitValue()).isEqualTo(1);
      assertThat(child.said().strip().lines().toList().getLast())
          .contains("full")
          .contains("make room");
      assertThat(small).isEmptyDirectory();
    } finally {
      assertThat(new ProcessBuilder("umount", small.toString()).start().waitFor()).isZero();
    }
  }

  private ChildInquest runningGuest() throws IOException, InterruptedException {
    ChildInquest child =
        ChildInquest.start(
            temporary(),
            Map.of(),
            "lab",
            "run",
            "healthy-idle",
            "--kernel",
            "6.1",
            "--console",
            "--out",
            folder.resolve("out").toString());
    assertThat(child.waitUntilItSays("Linux version", 400)).as(child.said()).isTrue();
    return child;
  }

  private void assertNothingLeft() throws InterruptedException {
    // The leash needs a moment to notice.
    for (int i = 0; i < 100 && guests() > 0; i++) {
      Thread.sleep(100);
    }
    assertThat(guests()).as("guests that use files in %s", folder).isZero();
  }

  private long guests() {
    return ProcessHandle.allProcesses()
        .filter(p ->
            p.info().commandLine().orElse("").contains(folder.toString())
                && p.info().command().orElse("").contains("qemu"))
        .count();
  }

  private Path temporary() throws IOException {
    return Files.createDirectories(folder.resolve("tmp"));
  }

  private static Path aKernel() throws IOException {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "inquest", "lab", "kernels");
    assumeTrue(Files.isDirectory(cache), "no kernel in the cache yet");
    try (Stream<Path> files = Files.walk(cache, 5)) {
      return files
          .filter(f -> f.getFileName().toString().matches("vmlinuz.*|bzImage"))
          .findFirst()
          .orElseThrow();
    }
  }
}
