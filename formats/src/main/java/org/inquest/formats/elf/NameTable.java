package org.inquest.formats.elf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.inquest.formats.bytes.ByteSource;

/// A string table: names by the offset of their first byte. A name outside the table, or without an
/// end, is cut there: it costs one name, not the file.
final class NameTable {
  /// C++ names are the longest ones, and rarely beyond a page.
  private static final int MAX_NAME = 1 << 14;

  private final ByteBuffer bytes;

  NameTable(ByteSource file, long start, long size) {
    boolean usable = file.has(start, size) && size <= Integer.MAX_VALUE;
    this.bytes = ElfFile.buffer(file, usable ? start : 0, usable ? size : 0);
  }

  static NameTable none(ByteSource file) {
    return new NameTable(file, 0, 0);
  }

  boolean isName(int offset, byte[] name) {
    if (offset < 0 || offset >= bytes.limit() - name.length) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (bytes.get(offset + i) != name[i]) {
        return false;
      }
    }
    return bytes.get(offset + name.length) == 0;
  }

  /// A byte of the table; 0 outside of it, as at the end of each name.
  byte at(int offset) {
    return offset < 0 || offset >= bytes.limit() ? 0 : bytes.get(offset);
  }

  String name(int offset) {
    if (offset < 0 || offset >= bytes.limit()) {
      return "";
    }
    int limit = bytes.limit() - offset > MAX_NAME ? offset + MAX_NAME : bytes.limit();
    int end = offset;
    while (end < limit && bytes.get(end) != 0) {
      end++;
    }
    byte[] name = new byte[end - offset];
    bytes.get(offset, name);
    return new String(name, StandardCharsets.UTF_8);
  }
}
