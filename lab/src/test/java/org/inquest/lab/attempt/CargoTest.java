package org.inquest.lab.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.fault.UsageError;
import org.inquest.lab.process.SharedObjects;
import org.inquest.lab.scenario.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a reproducer takes along.
final class CargoTest {
  private static final Set<String> BUSYBOX = Set.of("sh", "awk", "sleep");

  @TempDir Path folder;

  @Test
  void whatGuestsHaveIsNotTakenAlong() {
    Cargo cargo = pack(List.of("sh", "-c", "echo c >/proc/sysrq-trigger"));
    assertThat(cargo.paths()).isEmpty();
    assertThat(cargo.command()).containsExactly("sh", "-c", "echo c >/proc/sysrq-trigger");
  }

  @Test
  void aDynamicProgramBringsItsLoaderAndLibraries() {
    // The JVM's own launcher is always there.
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Cargo cargo = pack(List.of(java.toString(), "-version"));
    assertThat(cargo.command()).containsExactly(java.normalize().toString(), "-version");
    assertThat(cargo.paths())
        .contains(java.normalize().toString())
        .anyMatch(p -> p.contains("/ld-linux"))
        .anyMatch(p -> p.contains("/libc.so.6"));
  }

  @Test
  void aRelativeProgramRunsInTheGuestsFolder() throws Exception {
    Path script = script("repro", "#!/bin/bash\necho hi\n");
    Path relative = Path.of("").toAbsolutePath().relativize(script);
    Cargo cargo = pack(List.of(relative.toString(), "4"));
    assertThat(cargo.command()).containsExactly("sh", "/try/repro", "4");
    assertThat(cargo.paths()).containsExactly("/try/repro");
    assertThat(new String(cargo.archive(), StandardCharsets.ISO_8859_1))
        .startsWith("070701")
        .contains("try/repro", "echo hi");
  }

  @Test
  void interpretersAreSoughtInTheGuest() throws Exception {
    assertThat(pack(List.of(script("a", "#!/usr/bin/env awk\n").toString())).command().getFirst())
        .isEqualTo("awk");
    Path python = script("p", "#!/usr/bin/python3\n");
    assertThatThrownBy(() -> pack(List.of(python.toString())))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("wants /usr/bin/python3, which guests have not: give it with --copy");
    Path copy = script("python3", "not really");
    Cargo cargo = pack(List.of(python.toString()), copy + ":/usr/bin/python3");
    assertThat(cargo.paths()).contains("/usr/bin/python3");
  }

  @Test
  void foldersAreCopiedWhole() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data/deep"));
    Files.writeString(data.resolve("x"), "1");
    Cargo cargo =
        pack(List.of("sh"), folder.resolve("data") + "", folder.resolve("data") + ":/etc/d");
    assertThat(cargo.paths()).containsExactlyInAnyOrder("/try/data/deep/x", "/etc/d/deep/x");
  }

  @Test
  void whatIsNotThereIsOneClearLine() throws Exception {
    assertThatThrownBy(() -> pack(List.of("no-such-command-1")))
        .isInstanceOf(NotFound.class)
        .hasMessageContaining("./no-such-command-1");
    assertThatThrownBy(() -> pack(List.of("./no-such-file"))).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> pack(List.of("sh"), "/no/such/file")).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> pack(List.of("sh"), ":/x")).isInstanceOf(UsageError.class);
    assertThatThrownBy(() -> pack(List.of())).isInstanceOf(UsageError.class);
    Path plain = Files.writeString(folder.resolve("plain"), "text");
    assertThatThrownBy(() -> pack(List.of(plain.toString())))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("is not executable");
  }

  @Test
  void otherMachinesProgramsAndDamagedOnesAreRefused() throws Exception {
    byte[] elf = Files.readAllBytes(Path.of(System.getProperty("java.home"), "bin", "java"));
    Path arm = folder.resolve("arm");
    byte[] other = elf.clone();
    other[18] = (byte) 183; // EM_AARCH64
    Files.write(arm, other);
    arm.toFile().setExecutable(true);
    assertThatThrownBy(() -> pack(List.of(arm.toString())))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("no program for x86-64");
    for (int length : new int[] {64, 65, 200, 400}) {
      Path cut = folder.resolve("cut" + length);
      Files.write(cut, java.util.Arrays.copyOf(elf, length));
      cut.toFile().setExecutable(true);
      assertThatThrownBy(() -> pack(List.of(cut.toString()))).isInstanceOf(Unavailable.class);
    }
  }

  @Test
  void aMissingLibraryIsNamed() {
    assertThat(
            SharedObjects.libraries(
                Path.of("p"),
                """
                \tlinux-vdso.so.1 (0x00007ffd1)
                \tlibz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x00007f1)
                \t/lib64/ld-linux-x86-64.so.2 (0x00007f2)
                """))
        .containsExactly(Path.of("/lib/x86_64-linux-gnu/libz.so.1"));
    assertThatThrownBy(() -> SharedObjects.libraries(Path.of("p"), "\tlibodd.so.3 => not found\n"))
        .hasMessage(
            "p needs libodd.so.3, which this machine has not: install it, or link the program"
                + " statically");
  }

  @Test
  void theCommandSurvivesTheShell() throws Exception {
    Scenario scenario =
        reproducer(List.of("sh", "-c", "it's $HOME `x` \"y\" % \\")).scenario(BUSYBOX);
    String script = new String(scenario.files().get(Scenario.SCRIPT), StandardCharsets.UTF_8);
    String line = script.lines().filter(l -> l.startsWith("reproduce()")).findFirst().orElseThrow();
    Path check = folder.resolve("check");
    Files.writeString(check, "attempt() { printf '%s|' \"$@\"; }\n" + line + "\nreproduce\n");
    Process p = new ProcessBuilder("/bin/sh", check.toString()).start();
    assertThat(new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("30|20|sh|-c|it's $HOME `x` \"y\" % \\|");
    assertThat(scenario.programs()).containsExactly("attempt");
    assertThat(scenario.memoryMegabytes()).isEqualTo(640);
  }

  @Test
  void theSameBugHasTheSameSignature() {
    assertThat(
            Reproduction.withoutNumbers("PID 131 (hogs) waits for ffff9f5b42a4ba40 since 12.5 s"))
        .isEqualTo(
            Reproduction.withoutNumbers("PID 97 (hogs) waits for ffff8aabbccdde00 since 7 s"));
    assertThat(Reproduction.withoutNumbers("ext4_free_inode+0x1f of kworker/u8"))
        .isNotEqualTo(Reproduction.withoutNumbers("ext4_free_block+0x1f of kworker/u8"));
  }

  private Path script(String name, String text) throws Exception {
    Path script = Files.writeString(folder.resolve(name), text);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private static Cargo pack(List<String> command, String... copies) {
    return Cargo.pack(reproducer(command, copies), BUSYBOX);
  }

  private static Reproducer reproducer(List<String> command, String... copies) {
    return new Reproducer(
        command, List.of(copies), Duration.ofSeconds(30), Duration.ofSeconds(20), 640, 2);
  }
}
