package org.inquest.lab.guest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a guest is made of.
///
/// @param kernel bzImage
/// @param initramfs newc archive
/// @param disk raw file the guest sees as `/dev/vda`
/// @param memoryMegabytes RAM
/// @param cpus number of CPUs
/// @param cpuModel as QEMU's `-cpu` takes it
/// @param kernelArguments the kernel's command line, less the console
/// @param devices further QEMU arguments
public record Machine(
    Path kernel,
    Path initramfs,
    Path disk,
    int memoryMegabytes,
    int cpus,
    String cpuModel,
    List<String> kernelArguments,
    List<String> devices) {

  /// The plain CPU, less CMPXCHG16B: SLUB of 6.12 uses it on per-CPU data, and multi-threaded
  /// emulation (seen with QEMU 7.2) now and then stores garbage flags there, an oops at boot.
  /// Without it SLUB takes its other path.
  public static final String PLAIN_CPU = "qemu64,-cx16";

  /// The arguments of `qemu-system-x86_64`.
  ///
  /// @param controlSocket where QMP listens
  public List<String> arguments(Path controlSocket) {
    List<String> a = new ArrayList<>();
    a.addAll(List.of("-accel", "tcg,thread=multi", "-cpu", cpuModel));
    a.addAll(List.of("-smp", String.valueOf(cpus), "-m", String.valueOf(memoryMegabytes)));
    a.addAll(List.of("-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"));
    a.addAll(List.of("-chardev", "stdio,id=console,signal=off", "-serial", "chardev:console"));
    a.addAll(List.of("-qmp", "unix:" + comma(controlSocket) + ",server=on,wait=off"));
    a.addAll(List.of("-kernel", kernel.toString(), "-initrd", initramfs.toString()));
    // The disk only carries the dump out: nothing on it has to survive the host.
    a.addAll(
        List.of(
            "-drive",
            "file=" + comma(disk) + ",format=raw,if=none,id=out,cache=unsafe,werror=report"));
    a.addAll(List.of("-device", "virtio-blk-pci,drive=out"));
    a.addAll(List.of("-append", "console=ttyS0 " + String.join(" ", kernelArguments)));
    a.addAll(devices);
    return List.copyOf(a);
  }

  // QEMU splits option values at commas; a doubled comma stands for one.
  private static String comma(Path p) {
    return p.toString().replace(",", ",,");
  }
}
