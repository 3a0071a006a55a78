package org.inquest.profile.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// A message of protocol buffers, field after field (protobuf.dev, Encoding).
final class ProtoMessage {
  private static final int VARINT = 0;
  private static final int BYTES = 2;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /// A number; 0 is what a field without one is, and is left out.
  void number(int field, long value) {
    if (value != 0) {
      varint(bytes, (long) field << 3 | VARINT);
      varint(bytes, value);
    }
  }

  void text(int field, String value) {
    bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  void message(int field, ProtoMessage value) {
    bytes(field, value.bytes.toByteArray());
  }

  void packed(int field, long... values) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (long value : values) {
      varint(all, value);
    }
    bytes(field, all.toByteArray());
  }

  private void bytes(int field, byte[] value) {
    varint(bytes, (long) field << 3 | BYTES);
    varint(bytes, value.length);
    bytes.writeBytes(value);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  void writeTo(OutputStream out) throws IOException {
    bytes.writeTo(out);
  }
}
