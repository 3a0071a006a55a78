package org.inquest.app.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inquest.lab.guest.Guest;
import org.inquest.lab.guest.Machine;
import org.inquest.lab.kernel.GuestKernel;
import org.inquest.lab.process.Deadline;
import org.inquest.lab.process.Tool;
import org.inquest.lab.process.Workspace;
import org.inquest.lab.run.Progress;
import org.inquest.lab.run.Workshop;
import org.inquest.lab.sweep.workload.AgentProgram;
import org.inquest.lab.sweep.workload.Workload;
import org.inquest.lab.sweep.workload.Workloads;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `sweep --here`, on a machine that is there for it: a guest with the JDK of this test on its
/// disk.
@Tag("lab")
final class HostSweepTest {
  private static final Path CACHE =
      Path.of(System.getProperty("user.home"), ".cache", "inquest", "lab");
  private static final Path ROOT =
      Path.of(System.getProperty("inquest.root", "..")).toAbsolutePath().normalize();

  private static final List<String> COMMAND = List.of("/bin/mkdir", "/tmp/folder");
  private static final String FILTER = "/sys/kernel/debug/failslab/task-filter";
  private static final String SETTINGS =
      "echo \"SETTINGS $(cat "
          + FILTER
          + " /sys/kernel/debug/failslab/verbose /proc/sys/kernel/printk_devkmsg | tr '\\n' ' ')\"";

  private static final Pattern LIBRARY = Pattern.compile("(?m)(?:=>|^)\\s+(/\\S+) \\(0x");

  @TempDir Path folder;

  @Test
  @Timeout(400)
  void sweepsTheMachineThatItRunsOnAndPutsItsSettingsBack() throws Exception {
    GuestKernel kernel = kernel();
    Path disk = disk();
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    Workshop workshop = workshop();
    try (Workspace workspace = workshop.workspace();
        Guest guest = Guest.boot(machine(workshop, kernel, disk, workspace), folder, lines::add)) {
      assertThat(guest.waitForEnd(Deadline.in(Duration.ofSeconds(300))))
          .as(String.join("\n", lines))
          .isTrue();
    }
    String said = String.join("\n", lines);
    assertThat(said)
        .containsPattern("\\d calls at \\d+ different places were made to fail")
        .contains("CALLS THAT CAN FAIL");
    List<String> settings = lines.stream().filter(line -> line.startsWith("SETTINGS ")).toList();
    String before = "SETTINGS N 2 ratelimit";
    String killed = "SETTINGS Y 2 on";
    assertThat(settings).as(said).containsExactly(before, before, killed, before);
  }

  private GuestKernel kernel() throws IOException {
    List<Path> all = new ArrayList<>();
    if (Files.isDirectory(CACHE.resolve("kernels"))) {
      try (Stream<Path> built = Files.list(CACHE.resolve("kernels"))) {
        built.filter(p -> p.getFileName().toString().matches("hacks-\\d.*")).forEach(all::add);
      }
    }
    all.add(ROOT.resolveSibling("shared").resolve("lab-kernels/hacks-6.1"));
    Optional<Path> found = all.stream().filter(p -> Files.exists(p.resolve("bzImage"))).findFirst();
    assumeThat(found).as("needs the hacks kernel: inquest lab build-kernel hacks").isPresent();
    return workshop().kernel(found.orElseThrow().toString(), "", false);
  }

  private Workshop workshop() {
    return new Workshop(CACHE, folder.resolve("tmp"), Optional.empty(), Progress.SILENT);
  }

  private static Machine machine(
      Workshop workshop, GuestKernel kernel, Path disk, Workspace workspace) {
    return new Machine(
        workshop.accelerator(kernel, workspace),
        kernel.image(),
        Optional.empty(),
        Optional.of(disk),
        1536,
        2,
        "qemu64,+ssse3,+sse4.1,+sse4.2,+popcnt",
        List.of("root=/dev/vda", "rw", "init=/start", "tsc=unstable", "panic=-1", "quiet"),
        List.of());
  }

  /// A disk with busybox, a JDK, the classes under test, and a compiler that has compiled already.
  private Path disk() throws IOException {
    Path root = Files.createDirectories(folder.resolve("root"));
    for (String empty : List.of("proc", "sys", "dev", "tmp", "bin")) {
      Files.createDirectories(root.resolve(empty));
    }
    Path java = Path.of(System.getProperty("java.home")).toRealPath();
    copy(java.resolve("bin/java"), root.resolve("jdk/bin/java"));
    copyAll(java.resolve("lib"), root.resolve("jdk/lib"));
    copyAll(java.resolve("conf"), root.resolve("jdk/conf"));
    List<String> classPath = new ArrayList<>();
    for (String entry : ChildInquest.classPath().split(File.pathSeparator)) {
      String to = "/inquest/" + classPath.size() + "/" + Path.of(entry).getFileName();
      copyAll(Path.of(entry), root.resolve(to.substring(1)));
      classPath.add(to);
    }
    addPrograms(root, java);
    script(
        root.resolve("start"),
        "export PATH=/bin HOME=/tmp",
        "mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev",
        "mount -t debugfs debugfs /sys/kernel/debug; mount -t tmpfs tmp /tmp",
        "cd /tmp",
        "inquest() { exec /jdk/bin/java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx300m"
            + " --enable-native-access=ALL-UNNAMED -cp "
            + String.join(":", classPath)
            + " org.inquest.app.Main sweep \"$@\"; }",
        SETTINGS,
        "(inquest --here --time 60 -- " + String.join(" ", COMMAND) + ")",
        SETTINGS,
        "inquest --here -- /bin/sleep 99 & while [ $(cat " + FILTER + ") = N ]; do sleep 1; done",
        "kill -9 $!",
        SETTINGS,
        "(inquest restore)",
        SETTINGS,
        "poweroff -f");
    Path disk = folder.resolve("disk");
    new Tool("/sbin/mke2fs", "e2fsprogs")
        .run(
            List.of("-q", "-F", "-t", "ext4", "-d", root.toString(), disk.toString(), "900M"),
            Duration.ofMinutes(2));
    return disk;
  }

  private void addPrograms(Path root, Path java) throws IOException {
    copy(workshop().busybox(), root.resolve("bin/busybox"));
    for (String name : List.of("sh", "mount", "cat", "tr", "cp", "sleep", "mkdir", "poweroff")) {
      Files.createSymbolicLink(root.resolve("bin").resolve(name), Path.of("busybox"));
    }
    for (String program : List.of("bin/java", "lib/server/libjvm.so", "lib/libzip.so")) {
      for (Path library : libraries(java.resolve(program))) {
        if (!library.startsWith(java)) {
          copy(library, root.resolve(library.toString().substring(1)));
        }
      }
    }
    Workload any = Workloads.ofCommand(COMMAND);
    copy(
        AgentProgram.build(any, Files.createDirectories(folder.resolve("c"))),
        root.resolve("agent"));
    script(root.resolve("bin/gcc"), "while [ \"$1\" != -o ]; do shift; done", "cp /agent \"$2\"");
  }

  /// What is loaded for a program or library, its loader included.
  private static List<Path> libraries(Path program) {
    String listing =
        new Tool("ldd", "libc-bin").run(List.of(program.toString()), Duration.ofSeconds(20));
    return LIBRARY.matcher(listing).results().map(found -> Path.of(found.group(1))).toList();
  }

  private static void script(Path file, String... lines) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static void copyAll(Path from, Path to) throws IOException {
    // Distributions keep a JDK's settings elsewhere, behind links.
    try (Stream<Path> all = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
      for (Path one : all.filter(Files::isRegularFile).toList()) {
        String name = one.getFileName().toString();
        if (!name.equals("src.zip") && !name.equals("ct.sym")) {
          copy(one, one.equals(from) ? to : to.resolve(from.relativize(one).toString()));
        }
      }
    }
  }
}
