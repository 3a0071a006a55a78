package org.inquest.engine.debug;

import java.util.Arrays;

/// Bytes that are written one behind the other.
final class ByteSink {
  private byte[] bytes = new byte[1024];
  private int size;

  int size() {
    return size;
  }

  void u8(int value) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, size * 2);
    }
    bytes[size++] = (byte) value;
  }

  /// An unsigned LEB128.
  void uleb(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      u8((int) rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    u8((int) rest);
  }

  /// A signed number as an unsigned LEB128, small ones of either sign short.
  void zigzag(long value) {
    uleb(value << 1 ^ value >> 63);
  }

  void append(ByteSink other) {
    if (other.size > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(size * 2, size + other.size));
    }
    System.arraycopy(other.bytes, 0, bytes, size, other.size);
    size += other.size;
  }

  void clear() {
    size = 0;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, size);
  }
}
