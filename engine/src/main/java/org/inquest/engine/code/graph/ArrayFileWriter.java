package org.inquest.engine.code.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// Writes arrays one behind the other, as [ArrayFileReader] says.
final class ArrayFileWriter implements AutoCloseable {
  private final FileChannel file;
  private final CRC32C sum = new CRC32C();
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(ArrayFileReader.CHUNK).order(ByteOrder.LITTLE_ENDIAN);

  /// Begins a file anew.
  ArrayFileWriter(Path path, long magic, int version, long key) throws IOException {
    this.file =
        FileChannel.open(
            path,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING);
    drain(buffer.putLong(magic).putInt(version).putInt(0));
    buffer.putLong(key);
  }

  void put(long[] values) throws IOException {
    begin(values.length);
    for (int at = 0; at < values.length; ) {
      int count = Math.min(room(Long.BYTES), values.length - at);
      buffer.asLongBuffer().put(values, at, count);
      buffer.position(buffer.position() + count * Long.BYTES);
      at += count;
    }
  }

  void put(int[] values) throws IOException {
    begin(values.length);
    for (int at = 0; at < values.length; ) {
      int count = Math.min(room(Integer.BYTES), values.length - at);
      buffer.asIntBuffer().put(values, at, count);
      buffer.position(buffer.position() + count * Integer.BYTES);
      at += count;
    }
  }

  void put(byte[] values) throws IOException {
    begin(values.length);
    for (int at = 0; at < values.length; ) {
      int count = Math.min(room(1), values.length - at);
      buffer.put(values, at, count);
      at += count;
    }
  }

  private void begin(int count) throws IOException {
    room(Integer.BYTES);
    buffer.putInt(count);
  }

  /// How many elements the buffer takes now, at least one.
  private int room(int size) throws IOException {
    if (buffer.remaining() < size) {
      flush();
    }
    return buffer.remaining() / size;
  }

  private void flush() throws IOException {
    sum.update(buffer.duplicate().flip());
    drain(buffer);
  }

  private void drain(ByteBuffer full) throws IOException {
    full.flip();
    while (full.hasRemaining()) {
      file.write(full);
    }
    full.clear();
  }

  /// Writes what is left, and the checksum.
  void finish() throws IOException {
    flush();
    buffer.putInt((int) sum.getValue()).flip();
    file.write(buffer, ArrayFileReader.CHECKSUM_AT);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
