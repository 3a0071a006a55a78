package org.inquest.lab.capture;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.Unavailable;

/// The first bytes of a file: what a guest wrote to a disk that is longer.
final class FileHead {
  private FileHead() {}

  /// Copies them.
  ///
  /// @throws MalformedInput if there are fewer
  /// @throws Unavailable if `to` can't be written
  static void copy(Path from, long bytes, Path to) {
    try (FileChannel in = FileChannel.open(from);
        FileChannel out =
            FileChannel.open(
                to,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      if (bytes > in.size()) {
        throw new MalformedInput(
            from.toString(), in.size(), bytes + " bytes", "the end of the file");
      }
      transfer(in, 0, bytes, out);
    } catch (IOException e) {
      throw noRoom(to, e);
    }
  }

  static void transfer(FileChannel in, long at, long size, FileChannel out) throws IOException {
    for (long done = 0; done < size; ) {
      done += in.transferTo(at + done, size - done, out);
    }
  }

  static Unavailable noRoom(Path to, IOException e) {
    return new Unavailable(
        "the dump can't be written to " + to + " (" + e.getMessage() + ")", "make room");
  }
}
