package org.inquest.formats.perf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A stretch of bytes with records, as buffers: the first compiler makes half as many instructions
/// of reading a buffer as of reading a segment. A buffer ends at 2 GB; each of these overlaps the
/// next one by more than a record.
final class RecordBytes {
  private static final int WINDOW_SHIFT = 30;
  private static final long WINDOW = 1L << WINDOW_SHIFT;

  /// A record's size has 16 bits.
  private static final int OVERLAP = 1 << 16;

  static final RecordBytes NONE = new RecordBytes(MemorySegment.NULL);

  /// Of a mapped file so much stays in memory behind what is read, and as much again at most.
  private static final long KEPT = 1L << 25;

  /// So much is brought near the processor at once.
  private static final int NEAR = 1 << 15;

  /// Records that are longer on average are better looked at where they lie: their headers only.
  private static final int LONG = 1 << 11;

  private final MemorySegment bytes;
  private final ByteBuffer[] windows;
  private byte[] passing = {};
  private long dropped;
  private long near;
  private int records;

  RecordBytes(MemorySegment bytes) {
    this.bytes = bytes;
    windows = new ByteBuffer[(int) (bytes.byteSize() >>> WINDOW_SHIFT) + 1];
    for (int i = 0; i < windows.length; i++) {
      long from = i * WINDOW;
      long size = Math.min(WINDOW + OVERLAP, bytes.byteSize() - from);
      windows[i] = bytes.asSlice(from, size).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /// The buffer that holds the record at an offset.
  ByteBuffer window(long at) {
    return windows[(int) (at >>> WINDOW_SHIFT)];
  }

  /// Says that reading goes on here, record by record. A record is found by the size of the one
  /// before, so that its header would be waited for each time, as long as for a whole page; what is
  /// read in one go comes as fast as memory can give it.
  void reading(long at) {
    records++;
    if (at < near) {
      return;
    }
    boolean dense = at - near + NEAR < (long) records * LONG;
    records = 0;
    long length = Math.min(NEAR, bytes.byteSize() - at);
    if (dense) {
      passing = passing.length == 0 ? new byte[NEAR] : passing;
      MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, passing, 0, (int) length);
    }
    near = at + length;
  }

  /// Says that reading has come so far. Of a large file, what lies well before is dropped from this
  /// process's memory, though not from the kernel's: who still asks for it gets it, only slower.
  void passed(long at) {
    if (at - dropped > 2 * KEPT && bytes.isMapped()) {
      bytes.asSlice(dropped, at - KEPT - dropped).unload();
      dropped = at - KEPT;
    }
  }

  /// Where in that buffer it is.
  static int inWindow(long at) {
    return (int) at & (int) WINDOW - 1;
  }
}
