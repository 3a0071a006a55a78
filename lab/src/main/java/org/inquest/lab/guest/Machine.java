package org.inquest.lab.guest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a guest is made of.
///
/// @param accelerator what runs it
/// @param kernel bzImage
/// @param initramfs newc archive; empty for a kernel that shall get no further
/// @param disk raw file the guest sees as `/dev/vda`; empty for none
/// @param memoryMegabytes RAM
/// @param cpus number of CPUs
/// @param cpuModel as QEMU's `-cpu` takes it
/// @param kernelArguments the kernel's command line, less the console
/// @param devices further QEMU arguments
public record Machine(
    Accelerator accelerator,
    Path kernel,
    Optional<Path> initramfs,
    Optional<Path> disk,
    int memoryMegabytes,
    int cpus,
    String cpuModel,
    List<String> kernelArguments,
    List<String> devices) {

  /// A kernel on one CPU and nothing else.
  static Machine bare(
      Accelerator accelerator, Path kernel, int memoryMegabytes, List<String> kernelArguments) {
    return new Machine(
        accelerator,
        kernel,
        Optional.empty(),
        Optional.empty(),
        memoryMegabytes,
        1,
        accelerator.plainCpu(),
        kernelArguments,
        List.of());
  }

  /// The arguments of `qemu-system-x86_64`.
  ///
  /// @param controlSocket where QMP listens
  public List<String> arguments(Path controlSocket) {
    List<String> a = new ArrayList<>();
    a.addAll(List.of("-accel", accelerator.argument(), "-cpu", cpuModel));
    a.addAll(List.of("-smp", String.valueOf(cpus), "-m", String.valueOf(memoryMegabytes)));
    a.addAll(List.of("-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"));
    a.addAll(List.of("-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console"));
    a.addAll(List.of("-qmp", "unix:" + comma(controlSocket) + ",server=on,wait=off"));
    a.addAll(List.of("-kernel", kernel.toString()));
    initramfs.ifPresent(file -> a.addAll(List.of("-initrd", file.toString())));
    disk.ifPresent(file -> a.addAll(drive(file)));
    a.addAll(List.of("-append", "console=ttyS0 " + String.join(" ", kernelArguments)));
    a.addAll(devices);
    return List.copyOf(a);
  }

  /// The disk only carries the dump out: nothing on it has to survive the host.
  private static List<String> drive(Path disk) {
    return List.of(
        "-drive",
        "file=" + comma(disk) + ",format=raw,if=none,id=out,cache=unsafe,werror=report",
        "-device",
        "virtio-blk-pci,drive=out");
  }

  // QEMU splits option values at commas; a doubled comma stands for one.
  private static String comma(Path p) {
    return p.toString().replace(",", ",,");
  }
}
