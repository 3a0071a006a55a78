package org.inquest.lab.run;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.capture.Capture;
import org.inquest.lab.capture.CrashKernelCapture;
import org.inquest.lab.cpio.CpioArchive;
import org.inquest.lab.debian.GuestTools;
import org.inquest.lab.kernel.GuestKernel;
import org.inquest.lab.kernel.ModuleFiles;
import org.inquest.lab.scenario.GuestFiles;
import org.inquest.lab.scenario.Scenario;

/// The two first file systems of a run: the crash kernel's, and the scenario's with the former
/// inside it.
final class Initramfs {
  // Enough for /dev/vda; built in or absent in some kernels. qemu_fw_cfg lets QEMU find VMCOREINFO.
  private static final List<String> DRIVERS = List.of("virtio_pci", "virtio_blk", "qemu_fw_cfg");
  private static final String LOADER = "lib64/ld-linux-x86-64.so.2";
  static final String LIBRARIES = "lib/x86_64-linux-gnu/";

  private final GuestKernel kernel;
  private final GuestTools tools;
  private final Optional<ModuleFiles> modules;

  Initramfs(GuestKernel kernel, GuestTools tools) {
    this.kernel = kernel;
    this.tools = tools;
    this.modules = kernel.modules().map(ModuleFiles::new);
  }

  /// Writes the scenario's file system.
  ///
  /// @param programs executables and libraries by their paths
  /// @param broken the scenario's own kernel modules, by name, in the order of loading
  /// @param settings shell variables for the script
  void write(
      Scenario scenario,
      Map<String, byte[]> programs,
      SortedMap<String, byte[]> broken,
      Map<String, String> settings,
      Capture capture,
      Path to) {
    try {
      List<String> drivers = new ArrayList<>(DRIVERS);
      drivers.addAll(scenario.drivers());
      CpioArchive archive = base(drivers);
      if (capture instanceof CrashKernelCapture crash) {
        add(archive, "kexec");
        archive.file("crash/vmlinuz", Files.readAllBytes(kernel.image()));
        archive.file("crash/initrd", crashFiles(crash));
      }
      if (scenario.builds().stream().anyMatch(Scenario.Build::dynamic)) {
        addLibraries(archive, tools.program("kexec")); // The C library is among its own.
      }
      programs.forEach(archive::executable);
      addModules(archive, "scenario", broken);
      archive.file("settings", shellVariables(settings));
      scenario.files().forEach((name, bytes) -> archive.file("scenario/" + name, bytes));
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to))) {
        archive.writeTo(out);
      }
    } catch (IOException e) {
      throw new Unavailable(
          "the guest's files can't be put together (" + e.getMessage() + ")", "make room in " + to);
    }
  }

  private byte[] crashFiles(CrashKernelCapture capture) throws IOException {
    CpioArchive archive = base(DRIVERS);
    add(archive, "makedumpfile");
    archive.file("capture", capture.script().getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    archive.writeTo(out);
    return out.toByteArray();
  }

  private CpioArchive base(List<String> drivers) throws IOException {
    CpioArchive archive = new CpioArchive();
    archive.characterDevice("dev/console", 5, 1).characterDevice("dev/null", 1, 3);
    for (String empty : List.of("proc", "sys", "tmp")) {
      archive.directory(empty);
    }
    archive.executable("init", GuestFiles.read("init"));
    archive.executable("bin/busybox", Files.readAllBytes(tools.busybox()));
    addModules(archive, "order", modules.map(m -> m.withNeeds(drivers)).orElse(Map.of()));
    return archive;
  }

  /// @param list the file that says which and in what order
  private static void addModules(CpioArchive archive, String list, Map<String, byte[]> modules) {
    modules.forEach((name, bytes) -> archive.file("modules/" + name + ".ko", bytes));
    archive.file(
        "modules/" + list,
        (String.join("\n", modules.keySet()) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void add(CpioArchive archive, String name) throws IOException {
    GuestTools.Program program = tools.program(name);
    archive.executable("bin/" + name, Files.readAllBytes(program.path()));
    addLibraries(archive, program);
  }

  private static void addLibraries(CpioArchive archive, GuestTools.Program program)
      throws IOException {
    archive.executable(LOADER, Files.readAllBytes(program.loader()));
    for (Path library : program.libraries()) {
      archive.executable(LIBRARIES + library.getFileName(), Files.readAllBytes(library));
    }
  }

  /// `NAME='value'` lines for the shell.
  static byte[] shellVariables(Map<String, String> settings) {
    StringBuilder text = new StringBuilder();
    settings.forEach(
        (k, v) -> text.append(k).append("='").append(v.replace("'", "'\\''")).append("'\n"));
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
