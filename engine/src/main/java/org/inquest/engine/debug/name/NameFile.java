package org.inquest.engine.debug.name;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.fault.MalformedInput;

/// The file that holds a [NameIndex], mapped into memory. All numbers are little endian.
///
/// | at | bytes | what |
/// |---:|---:|---|
/// | 0 | 8 | `INQNAMES` |
/// | 8 | 4 | version |
/// | 12 | 4 | CRC-32C of all that follows |
/// | 16 | 8 | key of the file that it was made of |
/// | 24 | 4 | n: number of things |
/// | 28 | 4 | g: bytes of what could not be read, lines of text |
/// | 32 | 8 n | key of each thing's name and kind, ascending as unsigned numbers |
/// | | 8 n | where its entry is in `.debug_info` |
/// | | g | gaps in UTF-8 |
final class NameFile {
  /// To be raised whenever the bytes, or what they mean, change.
  static final int VERSION = 2;

  /// `INQNAMES`.
  static final long MAGIC = 0x53454d414e514e49L;

  static final int CHECKSUM_AT = 12;
  static final int CHECKED_FROM = 16;
  static final int HEADER = 32;

  private final ByteBuffer bytes;
  private final int size;
  private final List<String> gaps;

  private NameFile(ByteBuffer bytes) {
    this.bytes = bytes;
    this.size = bytes.getInt(24);
    byte[] text = new byte[bytes.getInt(28)];
    bytes.get(HEADER + 16 * size, text);
    this.gaps = new String(text, StandardCharsets.UTF_8).lines().toList();
  }

  /// Opens a file, which has to stay open.
  ///
  /// @throws MalformedInput where it is not this version's, not of that key, cut off or damaged
  static NameFile open(ByteSource file, long key) {
    long size = file.size();
    if (size < HEADER || size > Integer.MAX_VALUE) {
      throw new MalformedInput(file.name(), 0, "an index of names", size + " bytes");
    }
    ByteBuffer bytes = file.slice(0, size).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long things = bytes.getInt(24);
    long gaps = bytes.getInt(28);
    boolean ours =
        bytes.getLong(0) == MAGIC
            && bytes.getInt(8) == VERSION
            && bytes.getLong(16) == key
            && things >= 0
            && gaps >= 0
            && HEADER + 16 * things + gaps == size
            && bytes.getInt(CHECKSUM_AT) == checksum(bytes);
    if (!ours) {
      throw new MalformedInput(file.name(), 0, "an index of names of that file", "another one");
    }
    return new NameFile(bytes);
  }

  private static int checksum(ByteBuffer file) {
    CRC32C sum = new CRC32C();
    sum.update(file.duplicate().position(CHECKED_FROM));
    return (int) sum.getValue();
  }

  int size() {
    return size;
  }

  long key(int thing) {
    return bytes.getLong(HEADER + thing * Long.BYTES);
  }

  long offset(int thing) {
    return bytes.getLong(HEADER + (size + thing) * Long.BYTES);
  }

  List<String> gaps() {
    return gaps;
  }

  /// The first thing whose key is not below a key.
  int first(long key) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(key(middle), key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
