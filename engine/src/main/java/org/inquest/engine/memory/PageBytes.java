package org.inquest.engine.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Little-endian numbers inside the bytes of a page.
final class PageBytes {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private PageBytes() {}

  static long longAt(byte[] page, int offset) {
    return (long) LONG.get(page, offset);
  }

  static int intAt(byte[] page, int offset) {
    return (int) INT.get(page, offset);
  }

  static short shortAt(byte[] page, int offset) {
    return (short) SHORT.get(page, offset);
  }
}
