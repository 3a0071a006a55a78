package org.inquest.formats.bytes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A source of bytes in memory, for tests and for tables read out of a dump.
public final class Bytes implements ByteSource {
  /// Unaligned little-endian layouts: dump formats promise no alignment.
  public static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// Four bytes, little endian.
  public static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// Eight bytes, little endian.
  public static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final String name;
  private final MemorySegment segment;

  /// @param name for messages
  public Bytes(String name, byte[] bytes) {
    this.name = name;
    this.segment = MemorySegment.ofArray(bytes).asReadOnly();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    return segment.byteSize();
  }

  @Override
  public MemorySegment slice(long offset, long length) {
    if (!has(offset, length)) {
      throw new org.inquest.formats.fault.MalformedInput(
          name, offset, length + " bytes", "the end at 0x" + Long.toHexString(size()));
    }
    return segment.asSlice(offset, length);
  }

  @Override
  public void close() {}
}
