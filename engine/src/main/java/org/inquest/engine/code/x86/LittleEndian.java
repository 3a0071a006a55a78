package org.inquest.engine.code.x86;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Numbers in code. Callers have checked that the bytes are there.
final class LittleEndian {
  private static final VarHandle INT16 =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT32 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  /// Unsigned.
  static int int16(byte[] bytes, int at) {
    return (short) INT16.get(bytes, at) & 0xffff;
  }

  static int int32(byte[] bytes, int at) {
    return (int) INT32.get(bytes, at);
  }

  static long int64(byte[] bytes, int at) {
    return (long) INT64.get(bytes, at);
  }

  /// A signed number of 1, 2, 4 or 8 bytes. Which of these it is, is not to be guessed: eight bytes
  /// are read where there are so many.
  static long signed(byte[] bytes, int at, int size) {
    if (at + Long.BYTES > bytes.length) {
      return nearEnd(bytes, at, size);
    }
    int unused = Long.SIZE - Byte.SIZE * size;
    return int64(bytes, at) << unused >> unused;
  }

  private static long nearEnd(byte[] bytes, int at, int size) {
    return switch (size) {
      case 1 -> bytes[at];
      case 2 -> (short) int16(bytes, at);
      case 4 -> int32(bytes, at);
      default -> int64(bytes, at);
    };
  }
}
