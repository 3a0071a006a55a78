package org.inquest.profile.export;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Values as a Flight Recorder file has them, "compressed": numbers in seven bits a byte, the ninth
/// byte whole (JDK: src/hotspot/share/jfr/writers/jfrBigEndianWriter.hpp and jfrEncoders.hpp).
final class JfrBytes {
  private static final int UTF8 = 3;
  private static final int LONGEST = 9;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  JfrBytes number(long value) {
    long rest = value;
    for (int i = 1; i < LONGEST && (rest & ~0x7fL) != 0; i++) {
      bytes.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
    return this;
  }

  JfrBytes text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    bytes.write(UTF8);
    number(utf8.length);
    bytes.writeBytes(utf8);
    return this;
  }

  JfrBytes add(JfrBytes other) {
    bytes.writeBytes(other.bytes.toByteArray());
    return this;
  }

  int size() {
    return bytes.size();
  }

  /// This as an event: its size goes before it, and counts itself.
  byte[] event() {
    int body = bytes.size();
    int own = 1;
    while (new JfrBytes().number(body + own).size() > own) {
      own++;
    }
    JfrBytes out = new JfrBytes().number(body + own);
    out.add(this);
    return out.bytes.toByteArray();
  }
}
