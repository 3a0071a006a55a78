package org.inquest.formats.dump;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Bytes to files to dumps.
final class DumpTesting {
  private DumpTesting() {}

  static DumpImage open(Path folder, byte[]... files) {
    return DumpFormats.open(write(folder, files));
  }

  static List<Path> write(Path folder, byte[]... files) {
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < files.length; i++) {
      Path path = folder.resolve("dump-" + i);
      try {
        // A new file each time: a mapping of the old one stays valid.
        Files.deleteIfExists(path);
        Files.write(path, files[i]);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      paths.add(path);
    }
    return paths;
  }

  static byte[] page(DumpImage image, long frame) {
    byte[] page = new byte[image.pages().pageSize()];
    PageStatus status = image.pages().read(frame, page);
    if (!status.readable()) {
      throw new AssertionError("frame " + frame + ": " + status);
    }
    return page;
  }
}
