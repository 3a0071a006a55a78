package org.inquest.formats.perf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A record where it lies, `struct perf_event_header` and what follows it. One object is moved from
/// record to record: who wants to keep something copies it.
///
/// Offsets count from the record's first byte; reading outside of the record gives zeros, so that a
/// record that is shorter than its kind should be does no harm. [#has] tells.
public final class PerfRecord {
  /// Bytes of `struct perf_event_header`.
  public static final int HEADER = 8;

  private final boolean swap;
  private ByteBuffer bytes = RecordBytes.NONE.window(0);
  private int start;
  private int type;
  private int misc;
  private int size;

  PerfRecord(ByteOrder order) {
    this.swap = order == ByteOrder.BIG_ENDIAN;
  }

  /// Moves to the record that starts at `at`, whose header and size the caller has checked.
  void move(RecordBytes source, long at) {
    bytes = source.window(at);
    start = RecordBytes.inWindow(at);
    long header = bytes.getLong(start);
    if (swap) {
      type = Integer.reverseBytes((int) header);
      misc = Short.reverseBytes((short) (header >>> 32)) & 0xffff;
      size = Short.reverseBytes((short) (header >>> 48)) & 0xffff;
    } else {
      type = (int) header;
      misc = (int) (header >>> 32) & 0xffff;
      size = (int) (header >>> 48);
    }
  }

  /// The record's kind, a number of [RecordType].
  public int type() {
    return type;
  }

  /// Bits of [RecordMisc].
  public int misc() {
    return misc;
  }

  /// Bytes, with the header.
  public int size() {
    return size;
  }

  /// Whether there are `length` bytes at an offset.
  public boolean has(int at, int length) {
    return at >= 0 && length >= 0 && at <= size - length;
  }

  /// Two bytes, unsigned.
  public int u16(int at) {
    if (!has(at, Short.BYTES)) {
      return 0;
    }
    short value = bytes.getShort(start + at);
    return (swap ? Short.reverseBytes(value) : value) & 0xffff;
  }

  /// Four bytes, signed.
  public int s32(int at) {
    if (!has(at, Integer.BYTES)) {
      return 0;
    }
    int value = bytes.getInt(start + at);
    return swap ? Integer.reverseBytes(value) : value;
  }

  /// Four bytes, unsigned.
  public long u32(int at) {
    return Integer.toUnsignedLong(s32(at));
  }

  /// Eight bytes.
  public long u64(int at) {
    if (!has(at, Long.BYTES)) {
      return 0;
    }
    long value = bytes.getLong(start + at);
    return swap ? Long.reverseBytes(value) : value;
  }

  /// Text that ends at the first NUL or with the record.
  public String text(int at) {
    int end = at;
    while (end < size && byteAt(end) != 0) {
      end++;
    }
    return new String(copy(at, end - at), StandardCharsets.UTF_8);
  }

  /// A byte, signed.
  public byte byteAt(int at) {
    return has(at, 1) ? bytes.get(start + at) : 0;
  }

  /// So many bytes, copied; fewer where the record ends before.
  public byte[] copy(int at, int length) {
    int valid = at < 0 || at > size ? 0 : Math.clamp(size - at, 0, Math.max(0, length));
    byte[] out = new byte[valid];
    bytes.get(start + Math.max(0, at), out, 0, valid);
    return out;
  }
}
