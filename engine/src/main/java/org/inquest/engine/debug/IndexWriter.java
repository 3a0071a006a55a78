package org.inquest.engine.debug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.zip.CRC32C;
import org.inquest.formats.bytes.IndexSort;

/// Writes an [IndexFile]: units as they come, from several threads, then what leads to them.
final class IndexWriter implements AutoCloseable {
  private final FileChannel file;
  private final CRC32C sum = new CRC32C();
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

  private long[] starts = new long[1024];
  private int[] records = new int[1024];
  private int[] functions = new int[1024];
  private int blocks;
  private long size;

  IndexWriter(Path path) throws IOException {
    this.file = FileChannel.open(path, StandardOpenOption.WRITE);
    file.position(IndexFile.HEADER);
  }

  /// Adds the places of a unit.
  ///
  /// @throws UncheckedIOException where they can't be written, or the file would become too large
  synchronized void add(UnitPlaces unit) {
    int functionsAt = (int) size;
    int recordsAt = functionsAt + unit.functions().length;
    try {
      put(unit.functions());
      put(unit.records());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int i = 0; i < unit.starts().length; i++) {
      block(unit.starts()[i], recordsAt + unit.offsets()[i], functionsAt);
    }
  }

  /// Adds the places of another index, whose names have the same numbers in this one.
  ///
  /// @throws UncheckedIOException as the other one
  synchronized void add(IndexFile other) {
    int base = (int) size;
    byte[] places = new byte[other.places().limit()];
    other.places().get(0, places);
    try {
      put(places);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (int i = 0; i < other.size(); i++) {
      block(other.start(i), base + other.records(i), base + other.functions(i));
    }
  }

  private void block(long start, int recordsAt, int functionsAt) {
    if (blocks == starts.length) {
      starts = Arrays.copyOf(starts, blocks * 2);
      records = Arrays.copyOf(records, starts.length);
      functions = Arrays.copyOf(functions, starts.length);
    }
    starts[blocks] = start;
    records[blocks] = recordsAt;
    functions[blocks++] = functionsAt;
  }

  /// Writes what is left, and the header.
  ///
  /// @param units how many were added; 0 for all that there are
  void finish(long key, NamePool names, Collection<String> gaps, int units) throws IOException {
    int places = (int) size;
    int[] order = IndexSort.sort(blocks, (a, b) -> Long.compareUnsigned(starts[a], starts[b]) < 0);
    for (int block : order) {
      room().putLong(starts[block]);
    }
    for (int block : order) {
      room().putInt(records[block]);
    }
    for (int block : order) {
      room().putInt(functions[block]);
    }
    int text = 0;
    for (int i = 0; i < names.size(); i++) {
      text += names.name(i).getBytes(StandardCharsets.UTF_8).length;
      room().putInt(text);
    }
    for (int i = 0; i < names.size(); i++) {
      put(names.name(i).getBytes(StandardCharsets.UTF_8));
    }
    byte[] lost = String.join("\n", gaps).getBytes(StandardCharsets.UTF_8);
    put(lost);
    flush();
    writeHeader(key, places, names.size(), text, lost.length, units);
  }

  private void writeHeader(long key, int places, int names, int text, int gaps, int units)
      throws IOException {
    buffer.putLong(IndexFile.MAGIC).putInt(IndexFile.VERSION).putInt(0).putLong(key);
    buffer.putInt(places).putInt(blocks).putInt(names).putInt(text).putInt(gaps).putInt(units);
    buffer.flip();
    int checked = IndexFile.CHECKSUM_AT + Integer.BYTES;
    sum.update(buffer.array(), checked, IndexFile.HEADER - checked);
    buffer.putInt(IndexFile.CHECKSUM_AT, (int) sum.getValue());
    file.position(0);
    drain();
  }

  private void put(byte[] bytes) throws IOException {
    if (size + bytes.length > Integer.MAX_VALUE / 2) {
      throw new IOException("more places than an index holds");
    }
    for (int at = 0; at < bytes.length; ) {
      int count = Math.min(room().remaining(), bytes.length - at);
      buffer.put(bytes, at, count);
      at += count;
    }
    size += bytes.length;
  }

  /// The buffer, with room for a number at least.
  private ByteBuffer room() throws IOException {
    if (buffer.remaining() < Long.BYTES) {
      flush();
    }
    return buffer;
  }

  private void flush() throws IOException {
    sum.update(buffer.array(), 0, buffer.position());
    buffer.flip();
    drain();
  }

  private void drain() throws IOException {
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
