package org.inquest.lab.sweep.machine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.process.Tool;
import org.inquest.lab.sweep.workload.Workload;

/// The disk of a swept guest, with the file system that its workload wants.
final class DiskImage {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  // The state of a stopped guest is kept in an overlay of a disk: there has to be one.
  private static final int LEAST = 1 << 20;

  private DiskImage() {}

  /// Makes it.
  ///
  /// @throws Unavailable if the program that makes such a file system is missing, or room is
  static void make(Workload workload, Path file) {
    long size = workload.disk().map(disk -> (long) disk.megabytes() << 20).orElse((long) LEAST);
    try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
      disk.setLength(size);
    } catch (IOException e) {
      throw new Unavailable(file + " can't be written (" + e.getMessage() + ")", "make room");
    }
    workload.disk().ifPresent(disk -> format(workload, disk.type(), file.toString()));
  }

  private static void format(Workload workload, String type, String file) {
    switch (type) {
      // Nothing is left to be initialised later, by a thread whose allocations nobody asked for.
      case "ext4" ->
          new Tool("/sbin/mke2fs", "e2fsprogs")
              .run(
                  List.of(
                      "-q",
                      "-F",
                      "-t",
                      "ext4",
                      "-E",
                      "lazy_itable_init=0,lazy_journal_init=0",
                      file),
                  LIMIT);
      case "xfs" -> new Tool("/sbin/mkfs.xfs", "xfsprogs").run(List.of("-q", "-f", file), LIMIT);
      case "btrfs" ->
          new Tool("/sbin/mkfs.btrfs", "btrfs-progs").run(List.of("-q", "-f", file), LIMIT);
      default ->
          throw new MalformedInput(
              "workload " + workload.name(), -1, "a disk of ext4, xfs or btrfs", type);
    }
  }
}
