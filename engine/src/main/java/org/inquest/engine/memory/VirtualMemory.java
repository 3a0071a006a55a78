package org.inquest.engine.memory;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.inquest.formats.fault.MemoryFault;

/// One address space: the kernel's, or a process's. Little endian. Safe for use by several threads.
///
/// The plain form of a read throws [MemoryFault] where there are no bytes; the `find` form is
/// empty.
public interface VirtualMemory {

  /// Reads `length` bytes at a virtual address.
  ///
  /// @throws MemoryFault at the first byte that can't be read
  void read(long address, byte[] target, int offset, int length);

  /// Eight bytes.
  long readLong(long address);

  /// Four bytes.
  int readInt(long address);

  /// Two bytes.
  short readShort(long address);

  /// One byte.
  byte readByte(long address);

  /// The physical address behind a virtual one.
  ///
  /// @throws MemoryFault where nothing is mapped, or a page table is not in the dump
  long translate(long address);

  /// `length` bytes, in an array of their own.
  default byte[] read(long address, int length) {
    byte[] out = new byte[length];
    read(address, out, 0, length);
    return out;
  }

  /// Eight bytes, or empty where there are none.
  default OptionalLong findLong(long address) {
    try {
      return OptionalLong.of(readLong(address));
    } catch (MemoryFault e) {
      return OptionalLong.empty();
    }
  }

  /// Four bytes, or empty where there are none.
  default OptionalInt findInt(long address) {
    try {
      return OptionalInt.of(readInt(address));
    } catch (MemoryFault e) {
      return OptionalInt.empty();
    }
  }

  /// The bytes of a C string without its NUL, at most `limit` of them.
  default String readString(long address, int limit) {
    byte[] out = new byte[limit];
    int length = 0;
    while (length < limit) {
      byte b = readByte(address + length);
      if (b == 0) {
        break;
      }
      out[length++] = b;
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  /// Like [#readString], or empty where the string can't be read.
  default Optional<String> findString(long address, int limit) {
    try {
      return Optional.of(readString(address, limit));
    } catch (MemoryFault e) {
      return Optional.empty();
    }
  }
}
