package org.inquest.lab.sweep.machine;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.cpio.CpioArchive;
import org.inquest.lab.process.SharedObjects;
import org.inquest.lab.sweep.workload.Workload;

/// The first file system of a swept guest: busybox, the agent, the workload's programs.
final class SweepFiles {
  private static final List<String> FOLDERS = List.of("/sbin", "/usr/sbin", "/bin", "/usr/bin");

  private SweepFiles() {}

  /// @param agent built for the workload
  /// @param modules of the workload, built for the guest's kernel, by name
  /// @throws Unavailable if a program is missing, or there is no room
  static void write(
      Workload workload, Path busybox, Path agent, Map<String, byte[]> modules, Path to) {
    try {
      CpioArchive archive = new CpioArchive();
      archive.characterDevice("dev/console", 5, 1).characterDevice("dev/null", 1, 3);
      for (String empty : List.of("proc", "sys", "tmp", "mnt")) {
        archive.directory(empty);
      }
      archive.executable("init", init());
      archive.executable("bin/busybox", Files.readAllBytes(busybox));
      archive.executable("agent", Files.readAllBytes(agent));
      for (String program : workload.programs().names()) {
        add(archive, workload.programs(), program);
      }
      modules.forEach((name, image) -> archive.file("modules/" + name + ".ko", image));
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to))) {
        archive.writeTo(out);
      }
    } catch (IOException e) {
      throw new Unavailable(
          "the guest's files can't be put together (" + e.getMessage() + ")", "make room in " + to);
    }
  }

  private static void add(CpioArchive archive, Workload.Programs from, String program)
      throws IOException {
    Path path =
        from.folder().map(List::of).orElse(FOLDERS).stream()
            .map(folder -> Path.of(folder, program))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(() ->
                new Unavailable(
                    program
                        + " is not on this machine"
                        + from.folder().map(folder -> ", not in " + folder).orElse(""),
                    from.install()));
    byte[] bytes = SharedObjects.read(path);
    archive.executable("sbin/" + program, bytes);
    for (Path library : SharedObjects.of(path, bytes)) {
      archive.executable(library.toString().substring(1), SharedObjects.read(library));
    }
  }

  private static byte[] init() throws IOException {
    try (InputStream in = SweepFiles.class.getResourceAsStream("/sweep/init")) {
      if (in == null) {
        throw new Unavailable("the sweep's file init is not in this build", "build it again");
      }
      return in.readAllBytes();
    }
  }
}
