package org.inquest.formats.bytes;

/// Reads bytes by virtual address, for tables that are found inside a target's memory.
@FunctionalInterface
public interface AddressReader {

  /// Reads `length` bytes at an address.
  ///
  /// @throws org.inquest.formats.fault.MemoryFault at the first byte that can't be read
  void read(long address, byte[] target, int offset, int length);

  /// Eight bytes, little endian.
  ///
  /// @throws org.inquest.formats.fault.MemoryFault where there are none
  default long readLong(long address) {
    byte[] bytes = new byte[Long.BYTES];
    read(address, bytes, 0, bytes.length);
    long value = 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      value = value << Byte.SIZE | bytes[i] & 0xff;
    }
    return value;
  }
}
