package org.inquest.formats.perf;

import java.lang.foreign.MemorySegment;
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

  private final MemorySegment bytes;
  private final ByteBuffer[] windows;
  private long dropped;

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
