package org.inquest.lab.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.process.Tool;

/// A disk with an ext4 file system, made and read without mounting it here, which would need root.
public final class Ext4Image {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  // Not on everybody's PATH.
  private static final Tool MKE2FS = new Tool("/sbin/mke2fs", "e2fsprogs");
  private static final Tool DEBUGFS = new Tool("/sbin/debugfs", "e2fsprogs");

  private Ext4Image() {}

  /// Makes an empty file system on the whole disk.
  ///
  /// @throws Unavailable if mke2fs is missing or fails
  public static void make(Path disk) {
    MKE2FS.run(List.of("-q", "-F", "-t", "ext4", disk.toString()), LIMIT);
  }

  /// Copies a file of the root folder out of it.
  ///
  /// @throws Unavailable if there is none, or no room for it
  static void copyOut(Path disk, String file, Path to) {
    try {
      Files.deleteIfExists(to);
    } catch (IOException e) {
      throw new Unavailable(to + " can't be replaced", String.valueOf(e.getMessage()));
    }
    String request = "dump \"/" + file + "\" \"" + to + "\"";
    // It exits with 0 whatever happens.
    String said =
        DEBUGFS.attempt(List.of("-R", request, disk.toString()), Map.of(), LIMIT).lastLine();
    if (!Files.exists(to)) {
      throw new Unavailable("the guest's disk has no file " + file, said);
    }
  }
}
