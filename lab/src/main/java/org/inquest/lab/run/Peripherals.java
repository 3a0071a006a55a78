package org.inquest.lab.run;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.capture.Ext4Image;
import org.inquest.lab.guest.Flood;
import org.inquest.lab.process.Workspace;
import org.inquest.lab.scenario.Hardware;

/// What a guest has beside a serial line and the disk for its dump, and who drives it from our
/// side.
final class Peripherals {
  private final List<String> arguments = new ArrayList<>();
  private final List<Flood> floods = new ArrayList<>();

  /// Makes ready what the hardware needs here.
  ///
  /// @param workspace owns files and sockets
  static Peripherals of(List<Hardware> hardware, Workspace workspace) {
    Peripherals all = new Peripherals();
    for (Hardware each : hardware) {
      all.add(each, workspace);
    }
    return all;
  }

  /// QEMU's arguments.
  List<String> arguments() {
    return List.copyOf(arguments);
  }

  /// The guest's scenario is ready: what comes from outside comes now.
  void start() {
    floods.forEach(Flood::start);
  }

  private void add(Hardware hardware, Workspace workspace) {
    switch (hardware) {
      case Hardware.Bmc() ->
          arguments.addAll(
              List.of("-device", "ipmi-bmc-sim,id=bmc0", "-device", "isa-ipmi-kcs,bmc=bmc0"));
      case Hardware.FloodedCard() -> {
        Flood flood = workspace.own(Flood.prepare());
        floods.add(flood);
        arguments.addAll(flood.arguments());
      }
      case Hardware.WatchdogCard() ->
          arguments.addAll(List.of("-device", "i6300esb", "-action", "watchdog=inject-nmi"));
      case Hardware.Disk(int megabytes) -> addDisk(megabytes, workspace);
      case Hardware.Ext4(int megabytes) -> Ext4Image.make(addDisk(megabytes, workspace));
    }
  }

  private Path addDisk(int megabytes, Workspace workspace) {
    Path file = disk(workspace.file("disk" + arguments.size()), (long) megabytes << 20);
    String drive = "file=" + file.toString().replace(",", ",,") + ",format=raw,if=none";
    arguments.addAll(
        List.of(
            "-drive", drive + ",id=extra,cache=unsafe", "-device", "virtio-blk-pci,drive=extra"));
    return file;
  }

  /// Makes an empty disk, sparse.
  ///
  /// @throws Unavailable if there is no room
  static Path disk(Path file, long bytes) {
    try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
      disk.setLength(0);
      disk.setLength(bytes);
      return file;
    } catch (IOException e) {
      throw new Unavailable(
          "the guest's disk can't be made (" + e.getMessage() + ")", "make room in " + file);
    }
  }
}
