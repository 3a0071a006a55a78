package org.inquest.formats.bytes;

/// Reads bytes by virtual address, for tables that are found inside a target's memory.
@FunctionalInterface
public interface AddressReader {

  /// Reads `length` bytes at an address.
  ///
  /// @throws org.inquest.formats.fault.MemoryFault at the first byte that can't be read
  void read(long address, byte[] target, int offset, int length);
}
