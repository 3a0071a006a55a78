package org.inquest.engine.debug.name;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.zip.CRC32C;

/// Collects what [NameFile] holds, from several threads at once: in 256 parts by the first bits of
/// the keys, so that threads seldom wait for each other and each part is sorted by itself.
final class NameTable {
  private static final int PARTS = 256;
  private static final int PART_SHIFT = 56;

  /// A kernel has three quarters of a million.
  private static final int MAX_IN_PART = (3 << 19) / PARTS;

  private final NamePart[] parts = new NamePart[PARTS];

  NameTable() {
    for (int i = 0; i < PARTS; i++) {
      parts[i] = new NamePart(MAX_IN_PART);
    }
  }

  /// Adds a thing.
  ///
  /// @param distinct what tells it from other things of its kind and name: of equal ones the first
  ///   entry stays
  /// @param offset of its entry
  /// @return false where one like it was known already, or there is no room
  boolean add(NameKind kind, long nameHash, long distinct, long offset) {
    long key = kind.key(nameHash);
    return parts[(int) (key >>> PART_SHIFT)].add(key, distinct, offset);
  }

  /// What is missing; nothing as a rule.
  String gap() {
    for (NamePart part : parts) {
      if (part.isFull()) {
        return "some names were left out: there are more than a million and a half";
      }
    }
    return "";
  }

  /// Writes the file. Nothing may be added any more.
  void write(OutputStream out, long key, Collection<String> gaps) throws IOException {
    int count = 0;
    for (NamePart part : parts) {
      part.sort();
      count += part.size();
    }
    byte[] lost = String.join("\n", gaps).getBytes(StandardCharsets.UTF_8);
    CRC32C sum = new CRC32C();
    byte[] head = new Sheet(16).add(key).addInt(count).addInt(lost.length).bytes();
    sum.update(head);
    for (NamePart part : parts) {
      sum.update(part.keyBytes());
    }
    for (NamePart part : parts) {
      sum.update(part.offsetBytes());
    }
    sum.update(lost);
    out.write(
        new Sheet(NameFile.CHECKED_FROM)
            .add(NameFile.MAGIC)
            .addInt(NameFile.VERSION)
            .addInt((int) sum.getValue())
            .bytes());
    out.write(head);
    for (NamePart part : parts) {
      out.write(part.keyBytes());
    }
    for (NamePart part : parts) {
      out.write(part.offsetBytes());
    }
    out.write(lost);
  }

  /// Numbers as bytes, little endian.
  record Sheet(ByteBuffer buffer) {
    Sheet(int size) {
      this(ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN));
    }

    Sheet add(long number) {
      buffer.putLong(number);
      return this;
    }

    Sheet addInt(int number) {
      buffer.putInt(number);
      return this;
    }

    byte[] bytes() {
      return buffer.array();
    }
  }
}
