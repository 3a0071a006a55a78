package org.inquest.profile.record;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/// A section of a profile's header as it is put together, in the machine's byte order.
final class FeatureBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
  }

  /// Four bytes.
  FeatureBytes number(int value) {
    return bytes(buffer(Integer.BYTES).putInt(value).array());
  }

  /// Eight bytes.
  FeatureBytes word(long value) {
    return bytes(buffer(Long.BYTES).putLong(value).array());
  }

  /// A length, and the text with at least one zero after it (`struct perf_header_string`).
  FeatureBytes string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int padded = bytes.length + 64 & ~63;
    return bytes(buffer(4 + padded).putInt(padded).put(bytes).array());
  }

  /// A number, and so many texts.
  FeatureBytes strings(Collection<String> all) {
    number(all.size());
    all.forEach(this::string);
    return this;
  }

  FeatureBytes bytes(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  byte[] toArray() {
    return out.toByteArray();
  }
}
