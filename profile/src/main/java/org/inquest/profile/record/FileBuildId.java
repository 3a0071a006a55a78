package org.inquest.profile.record;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.inquest.formats.bytes.Cursor;
import org.inquest.formats.elf.BuildId;
import org.inquest.formats.fault.InquestException;

/// The build-id of a file through its program headers, with two small reads: while recording
/// starts, hundreds of files are asked. Files of 32-bit programs have one too, which is why
/// [org.inquest.formats.elf.ElfFile] is not asked.
final class FileBuildId {
  private static final int START = 4096;
  private static final int MOST_NOTES = 1 << 16;
  private static final int PT_NOTE = 4;

  private FileBuildId() {}

  /// Its bytes; empty where there is none, the file is none, or it may not be read.
  static Optional<byte[]> read(Path path) {
    try {
      if (!Files.isRegularFile(path)) {
        return Optional.empty();
      }
      try (FileChannel file = FileChannel.open(path)) {
        return read(file);
      }
    } catch (IOException | InquestException | InvalidPathException | SecurityException e) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> read(FileChannel file) throws IOException {
    ByteBuffer start = bytes(file, 0, START);
    if (start.limit() < 64
        || start.getInt(0)
            != (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0x464c457f : 0x7f454c46)) {
      return Optional.empty();
    }
    boolean wide = start.get(4) == 2;
    long table = wide ? start.getLong(32) : start.getInt(28);
    int size = start.getShort(wide ? 54 : 42);
    int count = start.getShort(wide ? 56 : 44);
    for (int i = 0; i < count && size >= (wide ? 56 : 32); i++) {
      long at = table + (long) i * size;
      if (at < 0 || at + size > start.limit()) {
        break;
      }
      int header = (int) at;
      if (start.getInt(header) == PT_NOTE) {
        long offset = wide ? start.getLong(header + 8) : start.getInt(header + 4);
        long length = wide ? start.getLong(header + 32) : start.getInt(header + 16);
        Optional<byte[]> found = notes(file, offset, length);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<byte[]> notes(FileChannel file, long offset, long length)
      throws IOException {
    if (offset < 0 || length <= 0 || length > MOST_NOTES) {
      return Optional.empty();
    }
    return inNotes(bytes(file, offset, (int) length).array());
  }

  /// The build-id in notes, as `/sys/kernel/notes` has them too.
  static Optional<byte[]> inNotes(byte[] notes) {
    try {
      return BuildId.inNotes(new Cursor(MemorySegment.ofArray(notes), "notes", 0))
          .map(hex -> HexFormat.of().parseHex(hex));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  private static ByteBuffer bytes(FileChannel file, long offset, int length) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    while (out.hasRemaining() && file.read(out, offset + out.position()) > 0) {}
    return out.flip();
  }
}
