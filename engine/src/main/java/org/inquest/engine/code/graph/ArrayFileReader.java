package org.inquest.engine.code.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.inquest.formats.fault.MalformedInput;

/// Reads a file of arrays, each in one go. All numbers are little endian.
///
/// | at | bytes | what |
/// |---:|---:|---|
/// | 0 | 8 | magic number: whose file it is |
/// | 8 | 4 | version of what the arrays mean |
/// | 12 | 4 | CRC-32C of all that follows |
/// | 16 | 8 | key: what the contents were made of; a reader has to name the same |
/// | 24 | | arrays: the number of elements in 4 bytes, then these, of 1, 4 or 8 bytes each |
///
/// An array takes no more memory than the file has bytes.
final class ArrayFileReader implements AutoCloseable {
  static final int CHECKSUM_AT = 12;
  static final int CHUNK = 1 << 18;
  private static final int HEADER = 24;

  private final String name;
  private final FileChannel file;
  private final CRC32C sum = new CRC32C();
  private final int wantedSum;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
  private long left;

  /// Opens a file.
  ///
  /// @throws MalformedInput where it is not that version of that file with that key
  ArrayFileReader(Path path, long magic, int version, long key) throws IOException {
    this.name = path.toString();
    this.file = FileChannel.open(path, StandardOpenOption.READ);
    boolean ours = false;
    try {
      this.left = file.size();
      fill(HEADER);
      boolean known = buffer.getLong() == magic && buffer.getInt() == version;
      this.wantedSum = buffer.getInt();
      sum.update(buffer.duplicate());
      ours = buffer.getLong() == key && known;
      if (!ours) {
        throw malformed("a file made by this version, of the same input", "another one");
      }
    } finally {
      if (!ours) {
        file.close();
      }
    }
  }

  long[] longs() throws IOException {
    long[] values = new long[count(Long.BYTES)];
    for (int at = 0; at < values.length; ) {
      int count = Math.min(CHUNK / Long.BYTES, values.length - at);
      next(count * Long.BYTES).asLongBuffer().get(values, at, count);
      at += count;
    }
    return values;
  }

  int[] ints() throws IOException {
    int[] values = new int[count(Integer.BYTES)];
    for (int at = 0; at < values.length; ) {
      int count = Math.min(CHUNK / Integer.BYTES, values.length - at);
      next(count * Integer.BYTES).asIntBuffer().get(values, at, count);
      at += count;
    }
    return values;
  }

  byte[] bytes() throws IOException {
    byte[] values = new byte[count(1)];
    for (int at = 0; at < values.length; ) {
      int count = Math.min(CHUNK, values.length - at);
      next(count).get(values, at, count);
      at += count;
    }
    return values;
  }

  private int count(int size) throws IOException {
    int count = next(Integer.BYTES).getInt();
    if (count < 0 || (long) count * size > left) {
      throw malformed(count + " elements of " + size + " bytes", "the end of the file");
    }
    return count;
  }

  private ByteBuffer next(int bytes) throws IOException {
    fill(bytes);
    sum.update(buffer.duplicate());
    return buffer;
  }

  private void fill(int bytes) throws IOException {
    buffer.clear().limit(bytes);
    while (buffer.hasRemaining()) {
      if (file.read(buffer) < 0) {
        throw malformed(bytes + " bytes", "the end of the file");
      }
    }
    buffer.flip();
    left -= bytes;
  }

  /// Ends reading: only now it is known that everything was as it was written.
  ///
  /// @throws MalformedInput where it is not, or where something follows
  void finish() {
    if (left != 0 || (int) sum.getValue() != wantedSum) {
      throw malformed("the end of the file and the checksum of its bytes", "something else");
    }
  }

  private MalformedInput malformed(String expected, String found) {
    return new MalformedInput(name, 0, expected, found);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
