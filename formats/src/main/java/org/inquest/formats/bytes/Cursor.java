package org.inquest.formats.bytes;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.inquest.formats.fault.MalformedInput;

/// Reads numbers and strings one after the other and knows where it is, so that an error can say
/// so.
public final class Cursor {
  private final MemorySegment segment;
  private final String source;
  private final long base;
  private final ValueLayout.OfShort u16;
  private final ValueLayout.OfInt u32;
  private final ValueLayout.OfLong u64;
  private long position;

  /// A little-endian cursor.
  ///
  /// @param source name for messages
  /// @param base offset of the segment's first byte in that source, for messages
  public Cursor(MemorySegment segment, String source, long base) {
    this(segment, source, base, ByteOrder.LITTLE_ENDIAN);
  }

  private Cursor(MemorySegment segment, String source, long base, ByteOrder order) {
    this.segment = segment;
    this.source = source;
    this.base = base;
    this.u16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
    this.u32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
    this.u64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
  }

  /// The same bytes from the start, in the given byte order.
  public Cursor withOrder(ByteOrder order) {
    return new Cursor(segment, source, base, order);
  }

  /// Position relative to the cursor's first byte.
  public long position() {
    return position;
  }

  /// Bytes left.
  public long remaining() {
    return segment.byteSize() - position;
  }

  /// Goes to a position relative to the cursor's first byte.
  public Cursor seek(long to) {
    if (to < 0 || to > segment.byteSize()) {
      throw new MalformedInput(
          source, base + to, "a position within " + segment.byteSize() + " bytes", "outside");
    }
    position = to;
    return this;
  }

  /// Passes over `count` bytes.
  public Cursor skip(long count) {
    need(count);
    position += count;
    return this;
  }

  /// One unsigned byte.
  public int u8() {
    need(1);
    return segment.get(ValueLayout.JAVA_BYTE, position++) & 0xff;
  }

  /// Two bytes, unsigned.
  public int u16() {
    need(2);
    int value = segment.get(u16, position) & 0xffff;
    position += 2;
    return value;
  }

  /// Four bytes, signed.
  public int s32() {
    need(4);
    int value = segment.get(u32, position);
    position += 4;
    return value;
  }

  /// Four bytes, unsigned.
  public long u32() {
    return Integer.toUnsignedLong(s32());
  }

  /// Eight bytes; compare unsigned where it is an address or a size.
  public long u64() {
    need(8);
    long value = segment.get(u64, position);
    position += 8;
    return value;
  }

  /// `count` bytes, copied.
  public byte[] bytes(int count) {
    need(count);
    byte[] out = segment.asSlice(position, count).toArray(ValueLayout.JAVA_BYTE);
    position += count;
    return out;
  }

  /// A fixed-size field holding text that ends at the first NUL or at the field's end.
  public String text(int size) {
    byte[] raw = bytes(size);
    int end = 0;
    while (end < size && raw[end] != 0) {
      end++;
    }
    return new String(raw, 0, end, StandardCharsets.UTF_8);
  }

  private void need(long count) {
    if (count < 0 || count > segment.byteSize() - position) {
      throw new MalformedInput(
          source, base + position, count + " more bytes", Math.max(0, remaining()) + " left");
    }
  }
}
