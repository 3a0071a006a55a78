package org.inquest.formats.codec;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalLong;

/// A zstd frame that is unpacked at once, outside of the heap, by the machine's libzstd: kernels
/// are packed with windows of 128 MB (scripts/Makefile.lib, `zstd -22 --ultra`), which no decoder
/// in Java takes.
final class WholeZstdStream extends InputStream {
  private final Arena arena = Arena.ofShared();
  private final MemorySegment unpacked;
  private long at;

  /// @param packed the frame
  /// @param size of what is packed in it
  /// @throws IOException where it is damaged, or of another size
  WholeZstdStream(MemorySegment packed, long size) throws IOException {
    boolean done = false;
    try {
      unpacked = arena.allocate(size);
      OptionalLong length = NativeZstd.unpackWhole(packed, unpacked);
      if (length.isEmpty()) {
        throw new IOException("zstd with a large window, which needs the machine's libzstd");
      }
      if (length.getAsLong() != size) {
        throw new IOException("a zstd frame that is damaged");
      }
      done = true;
    } finally {
      if (!done) {
        arena.close();
      }
    }
  }

  @Override
  public int read() {
    return at == unpacked.byteSize() ? -1 : unpacked.get(ValueLayout.JAVA_BYTE, at++) & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int count = (int) Math.min(length, unpacked.byteSize() - at);
    if (count <= 0) {
      return length == 0 ? 0 : -1;
    }
    MemorySegment.copy(unpacked, ValueLayout.JAVA_BYTE, at, target, offset, count);
    at += count;
    return count;
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
