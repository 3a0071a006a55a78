package org.inquest.lab.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.Unavailable;

/// makedumpfile's flattened form, put back in order (what `makedumpfile -R` does).
///
/// ```
/// 0     "makedumpfile", NUL-padded to 16 | u64 type | u64 version, big endian; padded to 4096
/// 4096  records: i64 offset, i64 size, size bytes to be placed at offset
///       last record: offset -1, size -1
/// ```
public final class FlattenedDump {
  private static final String SIGNATURE = "makedumpfile";
  private static final int HEADER_SIZE = 4096;
  private static final int RECORD_HEADER_SIZE = 16;

  private FlattenedDump() {}

  /// Copies a flattened dump into an ordinary one. What follows the last record, such as the rest
  /// of a disk, is ignored.
  ///
  /// @return size of the flattened form in bytes
  /// @throws MalformedInput if `from` is no flattened dump or ends early
  /// @throws Unavailable if `to` can't be written
  public static long rearrange(Path from, Path to) {
    try (FileChannel in = FileChannel.open(from);
        FileChannel out =
            FileChannel.open(
                to,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      checkHeader(from, in);
      return walk(
          from, in, (at, size, offset) -> FileHead.transfer(in, at, size, out.position(offset)));
    } catch (IOException e) {
      throw FileHead.noRoom(to, e);
    }
  }

  /// Copies a flattened dump as it is, less what follows its last record.
  ///
  /// @throws MalformedInput if `from` is no flattened dump or ends early
  /// @throws Unavailable if `to` can't be written
  public static void cut(Path from, Path to) {
    try (FileChannel in = FileChannel.open(from)) {
      checkHeader(from, in);
      FileHead.copy(from, walk(from, in, (at, size, offset) -> {}), to);
    } catch (IOException e) {
      throw FileHead.noRoom(to, e);
    }
  }

  /// Whether a file begins like a flattened dump.
  public static boolean isOne(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(SIGNATURE.length()), StandardCharsets.US_ASCII)
          .equals(SIGNATURE);
    }
  }

  private static void checkHeader(Path from, FileChannel in) throws IOException {
    if (!isOne(from) || in.size() < HEADER_SIZE) {
      throw new MalformedInput(
          from.toString(), 0, "a flattened dump ('makedumpfile')", "something else");
    }
  }

  /// Told of each record.
  private interface Visitor {
    /// @param at where its bytes are in the flattened form
    /// @param offset where they belong
    void record(long at, long size, long offset) throws IOException;
  }

  /// @return where the flattened form ends
  private static long walk(Path from, FileChannel in, Visitor visitor) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(RECORD_HEADER_SIZE);
    long at = HEADER_SIZE;
    while (true) {
      header.clear();
      if (in.read(header, at) < RECORD_HEADER_SIZE) {
        throw new MalformedInput(from.toString(), at, "another record", "the end of the file");
      }
      long offset = header.getLong(0);
      long size = header.getLong(8);
      at += RECORD_HEADER_SIZE;
      if (offset == -1) {
        return at;
      }
      if (offset < 0 || size <= 0 || size > in.size() - at) {
        throw new MalformedInput(
            from.toString(), at, "a record inside the file", "offset " + offset + ", size " + size);
      }
      visitor.record(at, size, offset);
      at += size;
    }
  }
}
